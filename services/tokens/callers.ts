import type { TokenCallerView, TokenDetails } from "@/domain/tokens/token-views";
import type { Database } from "@/prisma/client-factory";

const callersMax = 50;
const hourMs = 3_600_000;

/** Who calls with a token, those seen last first: the caller has checked that the token is the account's. */
export async function loadCallers(db: Database, tokenId: string): Promise<TokenCallerView[]> {
  return db.$queryRaw<TokenCallerView[]>`
    SELECT c."ip", c."agent", c."firstSeenAt", c."lastSeenAt", c."total"::float8 AS "total",
      NOT EXISTS (SELECT 1 FROM "TokenSecret" s
        WHERE s."id" = c."secretId" AND s."retiresAt" IS NULL AND s."destroyedAt" IS NULL) AS "oldSecret"
    FROM "TokenCaller" c WHERE c."tokenId" = ${tokenId}::uuid
    ORDER BY c."lastSeenAt" DESC LIMIT ${callersMax}`;
}

/** What stops when a token is deleted: good calls in this hour and the last, and the addresses seen within an hour. */
export async function loadUseLastHour(
  db: Database,
  tokenId: string,
  now: Date,
): Promise<TokenDetails["useLastHour"]> {
  const ago = new Date(now.getTime() - hourMs);
  const hour = new Date(Math.floor(ago.getTime() / hourMs) * hourMs);
  const rows = await db.$queryRaw<{ count: number; addresses: number }[]>`
    SELECT
      (SELECT COALESCE(sum("count"), 0)::float8 FROM "UsageHour"
        WHERE "tokenId" = ${tokenId}::uuid AND "hour" >= ${hour} AND "verdict" = 'valid') AS "count",
      (SELECT count(DISTINCT "ip")::int FROM "TokenCaller"
        WHERE "tokenId" = ${tokenId}::uuid AND "lastSeenAt" >= ${ago}) AS "addresses"`;
  return rows[0]!;
}
