import type { DecidedMeanwhile } from "@/domain/reviews/decided-meanwhile";
import type { LockedItem } from "@/services/reviews/lock-items";

/** Of tokens that somebody decides about: what others decided about them that this person has not seen. */
export function findUnseen(
  items: readonly LockedItem[],
  seen: Readonly<Record<string, number>>,
  userId: string,
): DecidedMeanwhile[] {
  return items.flatMap((item) => {
    const { tokenId, name, decision, reason, decidedAt, decidedById, decidedByName, decidedRevision } = item;
    if (decision === "open" || decidedAt === null || decidedById === userId) return [];
    if (decidedRevision <= (seen[tokenId] ?? 0)) return [];
    const { reviewerId } = item;
    const by = decidedByName ?? "Somebody";
    return [{ tokenId, name, decision, reason, decidedByName: by, decidedAt, decidedRevision, reviewerId }];
  });
}
