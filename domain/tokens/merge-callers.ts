import type { TokenCallerView } from "@/domain/tokens/token-views";

/** One line per address and agent, for the current secret and for all former ones together; seen last first. */
export function mergeCallers(callers: readonly TokenCallerView[]): TokenCallerView[] {
  const merged = new Map<string, TokenCallerView>();
  for (const caller of callers) {
    const key = JSON.stringify([caller.ip, caller.agent, caller.oldSecret]);
    const known = merged.get(key);
    merged.set(
      key,
      known === undefined
        ? caller
        : {
            ...known,
            total: known.total + caller.total,
            firstSeenAt: earlier(known.firstSeenAt, caller.firstSeenAt),
            lastSeenAt: later(known.lastSeenAt, caller.lastSeenAt),
          },
    );
  }
  return [...merged.values()].sort((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime());
}

const earlier = (a: Date, b: Date) => new Date(Math.min(a.getTime(), b.getTime()));
const later = (a: Date, b: Date) => new Date(Math.max(a.getTime(), b.getTime()));
