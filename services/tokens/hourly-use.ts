import type { HourlyUse } from "@/domain/tokens/token-views";
import type { Database } from "@/prisma/client-factory";

const hourMs = 3_600_000;
const hoursShown = 24;

/** The use of these tokens in the last 24 hours, this one included; one query for all of them. */
export async function loadHourlyUse(
  db: Database,
  accountId: string,
  tokenIds: readonly string[],
  now: Date,
): Promise<(tokenId: string) => HourlyUse> {
  const first = Math.floor(now.getTime() / hourMs) - hoursShown + 1;
  const rows = await db.$queryRaw<{ tokenId: string; hour: Date; valid: number; refused: number }[]>`
    SELECT "tokenId", "hour", (sum("count") FILTER (WHERE "verdict" = 'valid'))::float8 AS "valid",
      (sum("count") FILTER (WHERE "verdict" <> 'valid'))::float8 AS "refused"
    FROM "UsageHour"
    WHERE "tokenId" = ANY(${[...tokenIds]}::uuid[]) AND "accountId" = ${accountId}::uuid AND "hour" >= ${new Date(first * hourMs)}
    GROUP BY "tokenId", "hour"`;
  const byToken = new Map<string, HourlyUse>();
  for (const row of rows) {
    const use = byToken.get(row.tokenId) ?? noUse();
    const slot = Math.floor(row.hour.getTime() / hourMs) - first;
    if (slot < hoursShown) {
      use.valid[slot] = row.valid ?? 0;
      use.refused[slot] = row.refused ?? 0;
    }
    byToken.set(row.tokenId, use);
  }
  return (tokenId) => byToken.get(tokenId) ?? noUse();
}

function noUse(): HourlyUse {
  return { valid: new Array<number>(hoursShown).fill(0), refused: new Array<number>(hoursShown).fill(0) };
}
