import type { Transaction } from "@/prisma/client-factory";
import type { RequestOrigin, UserActor } from "@/services/kernel/context";
import { createSession, type SignedIn } from "@/services/sessions/create-session";

/**
 * Ends the actor's session row and continues it in a new one with a new id, the same start and the same absolute end
 * (ASVS 7.2.4). Null when the row was ended meanwhile.
 */
export async function rotateSession(
  tx: Transaction,
  now: Date,
  origin: RequestOrigin,
  actor: UserActor,
): Promise<SignedIn | null> {
  const { count } = await tx.session.updateMany({
    where: { id: actor.sessionId, endedAt: null },
    data: { endedAt: now },
  });
  if (count === 0) return null;
  const session = await tx.session.findUniqueOrThrow({ where: { id: actor.sessionId } });
  return createSession(tx, now, origin, { userId: actor.userId, accountId: actor.accountId }, session);
}
