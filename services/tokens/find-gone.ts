import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { bulkTokensMax } from "@/domain/tokens/bounds";
import { Prisma } from "@/prisma/client/client";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const input = z.object({ tokenIds: z.array(z.uuid({ error: "This is no id." })).max(bulkTokensMax) });

/** Those of some tokens that are not there any more, so that a selection can let go of them. Refuses: invalid_input, forbidden. */
export async function findGoneTokens(context: Context, untrusted: unknown): Promise<Result<string[]>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { tokenIds } = parsed.value;
  return read(context, "token.view", async ({ accountId, organizationId }) => {
    const within =
      organizationId === null ? Prisma.empty : Prisma.sql`AND "organizationId" = ${organizationId}::uuid`;
    const rows = await context.db.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "Token" WHERE "accountId" = ${accountId}::uuid AND "id" = ANY(${tokenIds}::uuid[])
        AND "deletedAt" IS NULL ${within}`;
    const there = new Set(rows.map((row) => row.id));
    return done(tokenIds.filter((id) => !there.has(id)));
  });
}
