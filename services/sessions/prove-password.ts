import { knownAddressDays } from "@/domain/access/session-bounds";
import { done, type Result } from "@/domain/result";
import { recordAudit } from "@/services/audit/record";
import { refuseWith } from "@/services/kernel/act";
import type { BaseContext } from "@/services/kernel/context";
import { verifyPassword } from "@/services/passwords/password-hash";
import {
  type Attempt,
  countAttempts,
  forgiveAttempts,
  waitSentence,
} from "@/services/sessions/attempt-throttle";

/** Who has an address; nobody, where all is null. */
export type Candidate = {
  readonly userId: string | null;
  readonly name: string;
  readonly passwordHash: string | null;
  /** The account last used, of those that the person may work in. */
  readonly accountId: string | null;
  readonly isKnownAddress: boolean;
};

/**
 * Proves a password to somebody who is not signed in: the one door for guesses, with one count and one event for all of them. `enter`
 * goes on with who was proven; null from it counts as a wrong password. The same work for every address (ASVS 6.3.8).
 * Refuses: invalid_credentials, too_many_attempts.
 */
export async function provePassword<T>(
  base: BaseContext,
  { email, password }: { readonly email: string; readonly password: string },
  enter: (found: Candidate) => Promise<T | null>,
): Promise<Result<T>> {
  const found = await findCandidate(base, email);
  const attempts = attemptsOf(base, email, found.isKnownAddress);
  const slowed = await countAttempts(base.db, attempts);
  if (slowed !== null) {
    if (slowed.isFirst) await recordFailure(base, found, "too many attempts");
    return refuseWith("too_many_attempts", waitSentence(slowed.waitSeconds));
  }
  const isRight = await verifyPassword(found.passwordHash, password);
  const entered = isRight ? await enter(found) : null;
  if (entered === null) {
    await recordFailure(base, found, "wrong e-mail or password, or disabled");
    return refuseWith("invalid_credentials");
  }
  await forgiveAttempts(base.db, attempts);
  return done(entered);
}

async function findCandidate(base: BaseContext, email: string): Promise<Candidate> {
  const knownSince = new Date(base.now().getTime() - knownAddressDays * 86_400_000);
  const rows = await base.db.$queryRaw<Candidate[]>`
    SELECT u."id" AS "userId", u."name", u."passwordHash",
      (SELECT m."accountId" FROM "Membership" m
        JOIN "Account" a ON a."id" = m."accountId" AND a."disabledAt" IS NULL
        WHERE m."userId" = u."id" AND m."disabledAt" IS NULL
        ORDER BY (SELECT max(s."lastSeenAt") FROM "Session" s WHERE s."userId" = u."id" AND s."accountId" = m."accountId")
          DESC NULLS LAST, m."createdAt" LIMIT 1) AS "accountId",
      EXISTS (SELECT 1 FROM "Session" s
        WHERE s."userId" = u."id" AND s."ip" = ${base.origin.ip} AND s."createdAt" > ${knownSince}) AS "isKnownAddress"
    FROM "User" u WHERE u."email" = ${email} AND u."kind" = 'person'`;
  return rows[0] ?? { userId: null, name: "", passwordHash: null, accountId: null, isKnownAddress: false };
}

// The counters hold digests: an address typed here is personal data, or a password in the wrong field.
function attemptsOf(base: BaseContext, email: string, isKnownAddress: boolean): Attempt[] {
  const account = base.keys.digest(`sign-in|${email}`).toString("base64url");
  const address = base.origin.ip ?? "unknown";
  const attempts: Attempt[] = [
    { bound: "pair", key: `${account}|${address}` },
    { bound: "address", key: address },
  ];
  return isKnownAddress ? attempts : [...attempts, { bound: "account", key: account }];
}

// An unknown address is not written down: people type passwords into the wrong field.
async function recordFailure(base: BaseContext, found: Candidate, reason: string): Promise<void> {
  const actor =
    found.userId === null
      ? { kind: "anonymous", name: "an unknown address" }
      : { kind: "user", id: found.userId, name: found.name };
  await base.db.$transaction((tx) =>
    recordAudit(tx, base.now(), base.origin, {
      accountId: found.accountId,
      actor,
      action: "session.sign_in_failed",
      outcome: "refused",
      details: { reason },
    }),
  );
}
