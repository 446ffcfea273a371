import { formatCount } from "@/components/ui/format-count";
import type { AuditPage } from "@/domain/audit/audit-views";

/** How many events a page lists, and whether there are others, which nobody has counted: "50 events, and older ones". */
export function countWords({
  rows,
  nextCursor,
  previousCursor,
}: {
  readonly rows: readonly unknown[];
} & Pick<AuditPage, "nextCursor" | "previousCursor">): string {
  const others = [previousCursor ? "newer" : null, nextCursor ? "older" : null].filter(Boolean);
  return `${formatCount(rows.length)} ${rows.length === 1 ? "event" : "events"}${others.length > 0 ? `, and ${others.join(" and ")} ones` : ""}`;
}
