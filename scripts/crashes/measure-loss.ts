import type { Uses } from "@/scripts/crashes/verifiers";

export type Loss = {
  /** Uses that were answered, and are not counted. */
  readonly uses: number;
  /** How long before the kill the oldest of them may have been answered, in milliseconds. */
  readonly ageMs: number;
  readonly violations: readonly string[];
};

/** What a kill cost of the count of one token's uses. Nothing can be counted that nobody asked for. */
export function measureLoss(
  tokenId: string,
  { answeredAt, sent }: Uses,
  counted: number,
  killedAt: number,
): Loss {
  const violations =
    counted > sent ? [`${tokenId}: ${counted} uses are counted, and ${sent} were asked for`] : [];
  const uses = Math.max(0, answeredAt.length - counted);
  // Counted in the order of time: what is missing are the newest.
  const oldest = answeredAt.sort((a, b) => a - b)[answeredAt.length - uses];
  return { uses, ageMs: oldest === undefined || uses === 0 ? 0 : killedAt - oldest, violations };
}
