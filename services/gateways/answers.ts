import type { ListedGateway } from "@/domain/gateways/gateway-views";
import type { Database } from "@/prisma/client-factory";

const hourMs = 3_600_000;
const hoursShown = 24;

/** What these gateways were told in the last 24 hours, the running one included; one query for all of them. */
export async function loadAnswers(
  db: Database,
  gatewayIds: readonly string[],
  now: Date,
): Promise<(gatewayId: string) => ListedGateway["answers"]> {
  const first = new Date((Math.floor(now.getTime() / hourMs) - hoursShown + 1) * hourMs);
  const rows = await db.$queryRaw<{ gatewayId: string; valid: number; refused: number }[]>`
    SELECT "gatewayId", coalesce(sum("count") FILTER (WHERE "verdict" = 'valid'), 0)::float8 AS "valid",
      coalesce(sum("count") FILTER (WHERE "verdict" <> 'valid'), 0)::float8 AS "refused"
    FROM "GatewayHour" WHERE "gatewayId" = ANY(${[...gatewayIds]}::uuid[]) AND "hour" >= ${first} GROUP BY 1`;
  const found = new Map(rows.map(({ gatewayId, valid, refused }) => [gatewayId, { valid, refused }]));
  return (gatewayId) => found.get(gatewayId) ?? { valid: 0, refused: 0 };
}
