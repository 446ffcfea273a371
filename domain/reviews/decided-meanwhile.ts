import type { Decision } from "@/domain/reviews/decisions";

/** What somebody else decided about a token after who decides now looked at it. */
export type DecidedMeanwhile = {
  readonly tokenId: string;
  readonly name: string;
  readonly decision: Decision;
  readonly reason: string;
  readonly decidedByName: string;
  readonly decidedAt: Date;
  /** With it the decider says: I have seen this one. */
  readonly decidedRevision: number;
  /** Who is asked about it now. */
  readonly reviewerId: string;
};

/** One sentence: who decided what, when and why; of several tokens how many. `count`: about how many somebody wanted to decide. */
export function decidedMeanwhileWords(decided: readonly DecidedMeanwhile[], count: number): string {
  const [only] = decided;
  if (only === undefined || count > 1)
    return `${decided.length} of the ${count} tokens ${decided.length === 1 ? "was" : "were"} decided about by others meanwhile. Nothing was changed.`;
  const at = only.decidedAt.toISOString().slice(0, 16).replace("T", " ");
  return `${only.decidedByName} decided to ${only.decision} “${only.name}” at ${at} UTC: “${only.reason}”. Nothing was changed.`;
}

/** The numbers of these decisions by token, as whoever decides hands them in: "I have seen these". */
export function seenRevisions(
  items: readonly { readonly tokenId: string; readonly decidedRevision: number }[],
): Record<string, number> {
  return Object.fromEntries(items.map((item) => [item.tokenId, item.decidedRevision]));
}
