import { done, type Result } from "@/domain/result";
import type { PersonalCallers } from "@/domain/tokens/personal-callers";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

const newestMax = 3;

type Row = { tokenId: string; ip: string; agent: string; lastSeenAt: Date; place: number; count: number };

/**
 * Which application uses which of the actor's own live personal tokens (Zerops: "track which applications use which tokens").
 * A caller is an address with an agent, whatever secret it used. Refuses: forbidden.
 */
export async function loadPersonalCallers(context: Context): Promise<Result<PersonalCallers>> {
  return read(context, "personal_token.view", async ({ actor, accountId }) => {
    if (actor.kind !== "user") return done({});
    const rows = await context.db.$queryRaw<Row[]>`
      SELECT * FROM (
        SELECT c."tokenId", c."ip", c."agent", max(c."lastSeenAt") AS "lastSeenAt",
          (row_number() OVER (PARTITION BY c."tokenId" ORDER BY max(c."lastSeenAt") DESC))::int AS "place",
          (count(*) OVER (PARTITION BY c."tokenId"))::int AS "count"
        FROM "Token" t JOIN "TokenCaller" c ON c."tokenId" = t."id"
        WHERE t."accountId" = ${accountId}::uuid AND t."actsAsUserId" = ${actor.userId}::uuid
          AND t."type" = 'personal' AND t."deletedAt" IS NULL
        GROUP BY c."tokenId", c."ip", c."agent") ranked
      WHERE "place" <= ${newestMax} ORDER BY "tokenId", "place"`;
    const callers: Record<string, { newest: Omit<Row, "tokenId" | "place" | "count">[]; count: number }> = {};
    for (const { tokenId, ip, agent, lastSeenAt, count } of rows) {
      callers[tokenId] ??= { newest: [], count };
      callers[tokenId].newest.push({ ip, agent, lastSeenAt });
    }
    return done(callers);
  });
}
