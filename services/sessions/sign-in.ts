import { z } from "zod";
import { knownAddressDays } from "@/domain/access/session-bounds";
import { done, type Result } from "@/domain/result";
import { recordAudit } from "@/services/audit/record";
import { refuseWith } from "@/services/kernel/act";
import type { BaseContext } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { verifyPassword } from "@/services/passwords/password-hash";
import {
  type Attempt,
  countAttempts,
  forgiveAttempts,
  waitSentence,
} from "@/services/sessions/attempt-throttle";
import { createSession, type SignedIn } from "@/services/sessions/create-session";

const signInInput = z.object({
  email: z
    .string({ error: "Enter your e-mail address." })
    .max(1000, "Enter your e-mail address.")
    .transform((value) => value.trim().toLowerCase())
    .refine((value) => value !== "", "Enter your e-mail address."),
  password: z
    .string({ error: "Enter your password." })
    .min(1, "Enter your password.")
    .max(4096, "No password is that long."),
});

/**
 * Signs a person in with e-mail and password: a new session row in the account last used. One answer for an unknown address,
 * a wrong password, a disabled person and a template user (ASVS 6.3.8), after the same work. Audited either way.
 * Refuses: invalid_input, invalid_credentials, too_many_attempts.
 */
export async function signIn(base: BaseContext, input: unknown): Promise<Result<SignedIn>> {
  const parsed = parseInput(signInInput, input);
  if (!parsed.ok) return parsed;
  const { email, password } = parsed.value;
  const found = await findCandidate(base, email);
  const attempts = attemptsOf(base, email, found.isKnownAddress);
  const slowed = await countAttempts(base.db, attempts);
  if (slowed !== null) {
    if (slowed.isFirst) await recordFailure(base, found, "too many attempts");
    return refuseWith("too_many_attempts", waitSentence(slowed.waitSeconds));
  }
  const isRight = await verifyPassword(found.passwordHash, password);
  const signedIn = isRight ? await startSession(base, found) : null;
  if (signedIn === null) {
    await recordFailure(base, found, "wrong e-mail or password, or disabled");
    return refuseWith("invalid_credentials");
  }
  await forgiveAttempts(base.db, attempts);
  return done(signedIn);
}

type Candidate = {
  userId: string | null;
  name: string;
  passwordHash: string | null;
  accountId: string | null;
  isKnownAddress: boolean;
};

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

// Person and membership are locked FOR SHARE and read again: a disabling or a new password that was committed meanwhile wins.
async function startSession(
  base: BaseContext,
  { userId, accountId, passwordHash }: Candidate,
): Promise<SignedIn | null> {
  if (userId === null || accountId === null) return null;
  const now = base.now();
  return base.db.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ name: string }[]>`
      SELECT u."name" FROM "User" u JOIN "Membership" m ON m."userId" = u."id" AND m."accountId" = ${accountId}::uuid
      WHERE u."id" = ${userId}::uuid AND u."passwordHash" = ${passwordHash}
        AND u."disabledAt" IS NULL AND m."disabledAt" IS NULL FOR SHARE OF u, m`;
    const user = rows[0];
    if (user === undefined) return null;
    const signedIn = await createSession(tx, now, base.origin, { userId, accountId });
    await recordAudit(tx, now, base.origin, {
      accountId,
      actor: { kind: "user", id: userId, name: user.name },
      action: "session.sign_in",
    });
    return signedIn;
  });
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
