import { placeHeaders } from "@/components/frame/send-place";
import type { AuditEntry, AuditTail } from "@/domain/audit/audit-views";

export type TailAnswer =
  | { readonly kind: "told"; readonly tail: AuditTail }
  /** The session is over, or its rights are. */
  | { readonly kind: "ended" }
  /** No answer this time. */
  | { readonly kind: "failed" };

type Sent<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] };

/** Asks once for what was sealed since a number. */
export async function askTail(search: string, since: number, signal: AbortSignal): Promise<TailAnswer> {
  try {
    const query = new URLSearchParams(search);
    query.set("since", String(since));
    const response = await fetch(`/audit/tail?${query}`, {
      signal,
      cache: "no-store",
      headers: placeHeaders(),
    });
    if (response.status === 401 || response.status === 403) return { kind: "ended" };
    if (!response.ok) return { kind: "failed" };
    return { kind: "told", tail: revive(await response.json()) };
  } catch {
    return { kind: "failed" };
  }
}

// JSON has no dates.
function revive(sent: {
  rows: Sent<AuditEntry>[];
  next: number;
  more: boolean;
  sealed: { seq: number; sealedAt: string | null };
  now: string;
}): AuditTail {
  const { sealedAt } = sent.sealed;
  return {
    ...sent,
    rows: sent.rows.map((row) => ({ ...row, at: new Date(row.at) })),
    sealed: { ...sent.sealed, sealedAt: sealedAt === null ? null : new Date(sealedAt) },
    now: new Date(sent.now),
  };
}
