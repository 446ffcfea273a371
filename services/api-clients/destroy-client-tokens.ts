import type { Work } from "@/services/kernel/act";
import { deleteAndAudit } from "@/services/tokens/delete-tokens";
import { lockTokens } from "@/services/tokens/lock-tokens";

/**
 * Revokes all tokens of a locked client that have not expired, with an event for each. The client's lock keeps it from obtaining
 * another meanwhile. @returns how many there were
 */
export async function destroyClientTokens(work: Work, apiClientId: string): Promise<number> {
  const live = await work.tx.token.findMany({
    where: { accountId: work.accountId, apiClientId, deletedAt: null, expiresAt: { gt: work.now } },
    select: { id: true },
  });
  const locked = await lockTokens(
    work,
    live.map(({ id }) => id),
  );
  const tokens = locked.filter((token) => token.deletedAt === null);
  await deleteAndAudit(work, tokens);
  return tokens.length;
}
