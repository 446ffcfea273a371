import { done, type Result } from "@/domain/result";
import { unconfirmedSecondsMax } from "@/domain/second-factors/bounds";
import { type SecondFactorKind, secondFactorKindWords } from "@/domain/second-factors/kinds";
import type { NewRecoveryCodes } from "@/domain/second-factors/second-factor-views";
import type { SecondFactor } from "@/prisma/client/client";
import type { Database, Transaction } from "@/prisma/client-factory";
import { refuseWith, type Work } from "@/services/kernel/act";
import type { Context, UserActor } from "@/services/kernel/context";
import { hasSecondFactor } from "@/services/second-factors/has-second-factor";
import { replaceRecoveryCodes } from "@/services/second-factors/recovery-codes";
import { requireFreshSecondFactor } from "@/services/second-factors/require-fresh";
import type { SignedIn } from "@/services/sessions/create-session";
import { rotateSession } from "@/services/sessions/rotate-session";

/** The session's new id, the recovery codes if this is the first factor, and how many other sessions ended. */
export type ConfirmedFactor = SignedIn & NewRecoveryCodes & { readonly sessionsEnded: number };

/** A factor that the person began to add within the hour, or null. */
export function findBegun(
  db: Database | Transaction,
  { id, userId, kind, now }: { id: string; userId: string; kind: SecondFactorKind; now: Date },
): Promise<SecondFactor | null> {
  const begunAfter = new Date(now.getTime() - unconfirmedSecondsMax * 1000);
  return db.secondFactor.findFirst({
    where: { id, userId, kind, confirmedAt: null, createdAt: { gt: begunAfter } },
  });
}

/** There is no such factor to confirm. */
export function notBegun() {
  return refuseWith("not_found", "This was begun too long ago, or anew in another tab. Begin again.");
}

/**
 * Adds the second factor that was begun, once `prove` has seen that the person has it. With the first one come recovery codes, shown once.
 * Every other session of the person ends (ASVS 7.4.3): each was opened with less; this one goes on under a new id.
 * Within an action that holds the person: of two that are confirmed at the same time one is the first, and brings the recovery codes.
 * Refuses: reauthentication_required, not_found, unauthenticated, and what `prove` refuses.
 * @param prove gives what the factor's row keeps beside the time
 */
export async function confirmFactor(
  context: Context,
  { tx, now, audit }: Pick<Work, "tx" | "now" | "audit">,
  person: UserActor,
  begun: { readonly id: string; readonly kind: SecondFactorKind },
  prove: (factor: SecondFactor) => Promise<Result<{ lastStep?: number }>>,
): Promise<Result<ConfirmedFactor>> {
  const { userId, sessionId } = person;
  const { id, kind } = begun;
  const stale = await requireFreshSecondFactor(tx, person, now);
  if (stale !== null) return stale;
  const factor = await findBegun(tx, { id, userId, kind, now });
  if (factor === null) return notBegun();
  const proven = await prove(factor);
  if (!proven.ok) return proven;
  const isFirst = !(await hasSecondFactor(tx, userId));
  await tx.secondFactor.update({
    where: { id },
    data: { ...proven.value, confirmedAt: now, lastUsedAt: now },
  });
  const recoveryCodes = isFirst ? await replaceRecoveryCodes(tx, context.keys, now, userId) : null;
  const { count: sessionsEnded } = await tx.session.updateMany({
    where: { userId, id: { not: sessionId }, endedAt: null },
    data: { endedAt: now },
  });
  const signedIn = await rotateSession(tx, now, context.origin, person);
  if (signedIn === null) return refuseWith("unauthenticated");
  await audit({
    action: "second_factor.add",
    details: { kind: secondFactorKindWords[kind], name: factor.name, sessions: sessionsEnded },
  });
  return done({ ...signedIn, recoveryCodes, sessionsEnded });
}
