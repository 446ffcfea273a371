import { cancelLinksOfTokens } from "@/services/invitations/cancel-links";
import type { Work } from "@/services/kernel/act";

/**
 * Turns live tokens, locked by the caller, into tombstones, destroys all their secrets for good (design §4), and ends the open
 * links that they handed out. Writes no audit event: the verb that calls it does.
 * @returns how many links of each token ended
 */
export async function destroyTokens(
  work: Pick<Work, "tx" | "accountId" | "actor" | "now">,
  tokenIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { tx, accountId, actor, now } = work;
  await tx.tokenSecret.updateMany({
    where: { tokenId: { in: [...tokenIds] }, destroyedAt: null, token: { accountId } },
    data: { destroyedAt: now },
  });
  await tx.token.updateMany({
    where: { id: { in: [...tokenIds] }, accountId, deletedAt: null },
    data: {
      deletedAt: now,
      deletedById: actor.kind === "user" ? actor.userId : null,
      deletedByName: actor.name,
      updatedAt: now,
    },
  });
  return cancelLinksOfTokens(work, tokenIds);
}
