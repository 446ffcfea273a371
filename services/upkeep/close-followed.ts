import { recordAudits } from "@/services/audit/record";
import { coveredBounds } from "@/services/export/cover-reading";
import { daysBefore, type UpkeepTask } from "@/services/upkeep/upkeep-task";

type Closed = {
  readonly accountId: string;
  readonly accountName: string;
  readonly tokenId: string;
  readonly tokenName: string;
  readonly organizationId: string;
  readonly organization: string;
  readonly readings: number;
  readonly rows: number;
};

/**
 * Tells of the readings of programs that follow a trail, once the hour is over for which one event stands for them: who stops has no
 * next event to tell it. An event of the account, which no program that follows an organization reads: it feeds nothing.
 */
export const closeFollowed: UpkeepTask = {
  name: "counts of readings that a program went on with",
  async run(tx, now, limit) {
    const since = daysBefore(now, coveredBounds.seconds / 86_400);
    // One row for each token that ever followed: no index is needed to find the few.
    const closed = await tx.$queryRaw<Closed[]>`
      WITH due AS (
        SELECT "tokenId", "organizationId", "accountId", "readings", "rows" FROM "AuditReader"
        WHERE "readings" > 0 AND "since" <= ${since} ORDER BY "since" LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      UPDATE "AuditReader" r SET "readings" = 0, "rows" = 0 FROM due
        JOIN "Account" a ON a."id" = due."accountId"
        LEFT JOIN "Organization" o ON o."id" = due."organizationId" LEFT JOIN "Token" t ON t."id" = due."tokenId"
      WHERE r."tokenId" = due."tokenId" AND r."organizationId" = due."organizationId"
      RETURNING r."accountId", a."name" AS "accountName", r."tokenId", COALESCE(t."name", 'a token that is gone') AS "tokenName",
        r."organizationId", COALESCE(o."name", 'an organization that is gone') AS "organization", due."readings", due."rows"::float8 AS "rows"`;
    await recordAudits(
      tx,
      now,
      { ip: null, userAgent: null, requestId: null },
      closed.map(({ accountId, accountName, tokenId, tokenName, ...details }) => ({
        accountId,
        actor: { kind: "token", id: tokenId, name: tokenName },
        action: "export.follow" as const,
        target: { kind: "account", id: accountId, name: accountName },
        details,
      })),
    );
    return closed.length;
  },
};
