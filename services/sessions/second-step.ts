import { timingSafeEqual } from "node:crypto";
import { knownAddressDays } from "@/domain/access/session-bounds";
import { done, type Result } from "@/domain/result";
import type { KeyQuestion } from "@/domain/second-factors/key-messages";
import type { SecondFactorKind } from "@/domain/second-factors/kinds";
import type { Transaction } from "@/prisma/client-factory";
import { recordAudit } from "@/services/audit/record";
import { refuseWith } from "@/services/kernel/act";
import type { BaseContext } from "@/services/kernel/context";
import { listSecondFactorKinds } from "@/services/second-factors/has-second-factor";
import { askForKey } from "@/services/second-factors/key-questions";
import {
  type CheckedProof,
  checkProof,
  readProof,
  takeProof,
  wrongProof,
} from "@/services/second-factors/proof";
import {
  type Attempt,
  countAttempts,
  forgiveAttempts,
  waitSentence,
} from "@/services/sessions/attempt-throttle";
import { createSession, type SignedIn } from "@/services/sessions/create-session";
import { digestPasswordHash } from "@/services/sessions/enter-account";

type Pending = {
  readonly id: string;
  readonly userId: string;
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly passwordDigest: Uint8Array;
};

/** Whose sign-in waits for its second step, and what they have for it; null when it is over: done, out of time, or never was. */
export async function openSecondStep(
  base: BaseContext,
  pendingId: string,
): Promise<{ readonly email: string; readonly kinds: readonly SecondFactorKind[] } | null> {
  const pending = await findPending(base, pendingId);
  if (pending === null) return null;
  return { email: pending.email, kinds: await listSecondFactorKinds(base.db, pending.userId) };
}

/** What the browser is to ask the person's security key in the second step. Refuses: second_step_over, and as `askForKey`. */
export async function askForKeyAtSignIn(base: BaseContext, pendingId: string): Promise<Result<KeyQuestion>> {
  const pending = await findPending(base, pendingId);
  if (pending === null) return refuseWith("second_step_over");
  return askForKey(base, { userId: pending.userId, askedFor: pending.id });
}

/**
 * The second step of a sign-in: a code of the person's authenticator app, a recovery code, or a security key's answer. Guesses are counted per person and address,
 * and per person from addresses that are not usual, so that who knows the password cannot lock the person out at the usual ones.
 * Refuses: invalid_input, second_step_over, invalid_credentials, too_many_attempts.
 */
export async function finishSignIn(
  base: BaseContext,
  pendingId: string,
  untrusted: unknown,
): Promise<Result<SignedIn>> {
  const parsed = readProof(untrusted);
  if (!parsed.ok) return parsed;
  const pending = await findPending(base, pendingId);
  if (pending === null) return refuseWith("second_step_over");
  const attempts = await attemptsOf(base, pending.userId);
  const slowed = await countAttempts(base.db, attempts);
  if (slowed !== null) {
    if (slowed.isFirst) await recordFailure(base, pending, "too many attempts at the second step");
    return refuseWith("too_many_attempts", waitSentence(slowed.waitSeconds));
  }
  const proof = await checkProof(base, { userId: pending.userId, askedFor: pending.id }, parsed.value);
  const finished = await base.db.$transaction((tx) => finish(tx, base, pending, proof));
  if (finished === "over") return refuseWith("second_step_over");
  if ("reason" in finished) {
    await recordFailure(base, pending, `${finished.reason} at the second step`);
    return wrongProof(parsed.value);
  }
  await forgiveAttempts(base.db, attempts);
  return done(finished);
}

async function findPending(base: BaseContext, pendingId: string): Promise<Pending | null> {
  const rows = await base.db.$queryRaw<Pending[]>`
    SELECT p."id", p."userId", p."accountId", p."passwordDigest", u."name", u."email"
    FROM "PendingSignIn" p JOIN "User" u ON u."id" = p."userId" AND u."disabledAt" IS NULL
    WHERE p."id" = ${pendingId}::uuid AND p."endedAt" IS NULL AND p."expiresAt" > ${base.now()}`;
  return rows[0] ?? null;
}

// Person and membership are locked FOR SHARE and read again: a disabling or a new password that was committed meanwhile wins.
async function finish(
  tx: Transaction,
  base: BaseContext,
  pending: Pending,
  proof: CheckedProof,
): Promise<SignedIn | { readonly reason: string } | "over"> {
  const { userId, accountId } = pending;
  const now = base.now();
  const rows = await tx.$queryRaw<{ name: string; passwordHash: string | null }[]>`
    SELECT u."name", u."passwordHash" FROM "User" u
    JOIN "Membership" m ON m."userId" = u."id" AND m."accountId" = ${accountId}::uuid AND m."disabledAt" IS NULL
    JOIN "Account" a ON a."id" = m."accountId" AND a."disabledAt" IS NULL
    WHERE u."id" = ${userId}::uuid AND u."disabledAt" IS NULL FOR SHARE OF u, m`;
  const user = rows[0];
  if (user === undefined) return "over";
  const isSamePassword = timingSafeEqual(
    digestPasswordHash(base.keys, user.passwordHash),
    pending.passwordDigest,
  );
  if (!isSamePassword) return "over";
  // Before the factor: one form that is sent twice is no wrong code, and takes no second recovery code.
  const open = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "PendingSignIn" WHERE "id" = ${pending.id}::uuid AND "endedAt" IS NULL FOR UPDATE`;
  if (open.length === 0) return "over";
  const taken = await takeProof(tx, { keys: base.keys, now }, userId, proof);
  if (!taken.ok) return taken;
  await tx.pendingSignIn.update({ where: { id: pending.id }, data: { endedAt: now } });
  const signedIn = await createSession(tx, now, base.origin, { userId, accountId });
  await recordAudit(tx, now, base.origin, {
    accountId,
    actor: { kind: "user", id: userId, name: user.name },
    action: "session.sign_in",
    details: { secondStep: taken.of },
  });
  return signedIn;
}

// Usual is an address where a second factor was proven: who knew the password before there was one may have left sessions as well.
async function attemptsOf(base: BaseContext, userId: string): Promise<Attempt[]> {
  const address = base.origin.ip ?? "unknown";
  const since = new Date(base.now().getTime() - knownAddressDays * 86_400_000);
  const [usual] = await base.db.$queryRaw<unknown[]>`
    SELECT 1 FROM "Session" s
    WHERE s."userId" = ${userId}::uuid AND s."ip" = ${address} AND s."createdAt" > ${since}
      AND s."reauthenticatedAt" >= (SELECT min(f."confirmedAt") FROM "SecondFactor" f WHERE f."userId" = s."userId")
    LIMIT 1`;
  const pair: Attempt = { bound: "second_step", key: `${userId}|${address}` };
  return usual !== undefined ? [pair] : [pair, { bound: "second_step_elsewhere", key: userId }];
}

async function recordFailure(base: BaseContext, pending: Pending, reason: string): Promise<void> {
  await base.db.$transaction((tx) =>
    recordAudit(tx, base.now(), base.origin, {
      accountId: pending.accountId,
      actor: { kind: "user", id: pending.userId, name: pending.name },
      action: "session.sign_in_failed",
      outcome: "refused",
      details: { reason },
    }),
  );
}
