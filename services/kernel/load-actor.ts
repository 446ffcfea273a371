import { sessionIdleSecondsMax } from "@/domain/access/session-bounds";
import { Prisma } from "@/prisma/client/client";
import type { Database, Transaction } from "@/prisma/client-factory";
import type { Actor, Claim } from "@/services/kernel/context";
import { loadClientActor } from "@/services/kernel/load-client-actor";
import { loadGatewayActor } from "@/services/kernel/load-gateway-actor";
import { loadTokenActor } from "@/services/kernel/load-token-actor";
import { ofWhoHasSecondFactor } from "@/services/second-factors/has-second-factor";

type ActorRow = {
  userId: string;
  name: string;
  email: string;
  isOperator: boolean;
  accountId: string;
  role: "administrator" | "auditor" | "member";
  reauthenticatedAt: Date;
  owesSecondFactor: boolean;
};

/**
 * The actor behind a claim, or null when the session, token, user or membership is not (or no longer) good. In a transaction
 * (`lock`), they are locked FOR SHARE: rights cannot be withdrawn between this check and the commit (ASVS 15.4.2). With "alone" nobody
 * else has a person's row meanwhile, which whoever signs in or acts in a session asks for.
 * @param ip where the request came from, for tokens with an allow-list: without it these are refused
 */
export async function loadActor(
  db: Database | Transaction,
  claim: Claim,
  now: Date,
  lock: boolean | "alone",
  ip: string | null = null,
): Promise<Actor | null> {
  if (claim.kind === "token") return loadTokenActor(db, claim, ip, now, lock !== false);
  if (claim.kind === "client") return loadClientActor(db, claim, lock !== false);
  if (claim.kind === "gateway") return loadGatewayActor(db, claim, ip, now, lock !== false);
  if (claim.kind !== "session")
    return { kind: claim.kind, name: claim.kind === "cli" ? "Command line" : "Keydesk" };
  const locked = lock ? await lockPerson(db, claim.sessionId, lock === "alone") : null;
  const idleSince = new Date(now.getTime() - sessionIdleSecondsMax * 1000);
  const rows = await db.$queryRaw<ActorRow[]>`
    SELECT u."id" AS "userId", u."name", u."email", u."isOperator", s."accountId", m."role"::text AS "role", s."reauthenticatedAt",
      CASE WHEN a."requireSecondStep" THEN NOT ${ofWhoHasSecondFactor} ELSE false END AS "owesSecondFactor"
    FROM "Session" s
    JOIN "User" u ON u."id" = s."userId" AND u."disabledAt" IS NULL AND u."kind" = 'person'
    JOIN "Membership" m ON m."userId" = u."id" AND m."accountId" = s."accountId" AND m."disabledAt" IS NULL
    JOIN "Account" a ON a."id" = s."accountId" AND a."disabledAt" IS NULL
    WHERE s."id" = ${claim.sessionId}::uuid AND s."endedAt" IS NULL AND s."expiresAt" > ${now} AND s."lastSeenAt" > ${idleSince}`;
  const row = rows[0];
  if (row === undefined) return null;
  // Switched to another account between the two statements: what is locked is the membership of the one before.
  if (lock && row.accountId !== locked) return loadActor(db, claim, now, lock, ip);
  return { kind: "user", sessionId: claim.sessionId, ...row };
}

// By a statement of its own: one that waited would know the session from before it waited, when it may have ended meanwhile.
async function lockPerson(
  db: Database | Transaction,
  sessionId: string,
  isAlone: boolean,
): Promise<string | null> {
  const locks = isAlone ? Prisma.sql`FOR NO KEY UPDATE OF u FOR SHARE OF m` : Prisma.sql`FOR SHARE OF u, m`;
  const rows = await db.$queryRaw<{ accountId: string }[]>`
    SELECT s."accountId" FROM "Session" s
    JOIN "User" u ON u."id" = s."userId"
    JOIN "Membership" m ON m."userId" = u."id" AND m."accountId" = s."accountId"
    WHERE s."id" = ${sessionId}::uuid ${locks}`;
  return rows[0]?.accountId ?? null;
}
