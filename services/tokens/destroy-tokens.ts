import type { Work } from "@/services/kernel/act";

/**
 * Turns live tokens, locked by the caller, into tombstones and destroys all their secrets for good (design §4). Writes no
 * audit event: the verb that calls it does.
 */
export async function destroyTokens(
  { tx, accountId, actor, now }: Pick<Work, "tx" | "accountId" | "actor" | "now">,
  tokenIds: readonly string[],
): Promise<void> {
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
}
