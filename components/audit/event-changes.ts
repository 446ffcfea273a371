import type { AuditEntry } from "@/domain/audit/audit-views";

export type EventChange = { readonly field: string; readonly before: unknown; readonly after: unknown };

type Pair = { before?: unknown; after?: unknown };

const isPair = (value: unknown): value is Pair =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  "before" in value &&
  "after" in value;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * What an event changed, field by field: from `details.before`/`after` (of several fields or of one) and from each detail that
 * is itself a pair. The rest of the details comes beside it.
 */
export function splitDetails(
  details: AuditEntry["details"],
  action: string,
): {
  changes: EventChange[];
  facts: [string, unknown][];
} {
  const changes: EventChange[] = [];
  const facts: [string, unknown][] = [];
  const { before, after, ...rest } = details;
  if (isRecord(before) && isRecord(after)) {
    for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
      changes.push({ field, before: before[field], after: after[field] });
    }
  } else if (before !== undefined && after !== undefined) {
    // "user.change_role" changes the role.
    changes.push({ field: /\.change_(\w+)$/.exec(action)?.[1] ?? "value", before, after });
  } else if (before !== undefined) {
    facts.push(["before", before]);
  } else if (after !== undefined) {
    facts.push(["after", after]);
  }
  for (const [field, value] of Object.entries(rest)) {
    if (field === "changed") continue;
    if (isPair(value)) changes.push({ field, before: value.before, after: value.after });
    else facts.push([field, value]);
  }
  return { changes, facts };
}

/** "expiresAt" → "Expires at". */
export function fieldWords(field: string): string {
  const words = field.replace(/([a-z])([A-Z0-9])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
