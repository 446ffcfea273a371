import { done, type Result } from "@/domain/result";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/** Permissions in use in the account, the most used first, at most 50: what an editor offers. */
export async function suggestPermissions(context: Context): Promise<Result<string[]>> {
  return read(context, "user.view", async ({ accountId }) => {
    const rows = await context.db.$queryRaw<{ permission: string }[]>`
      SELECT p AS "permission" FROM "Membership" m, unnest(m."permissions") AS p
      WHERE m."accountId" = ${accountId}::uuid AND m."removedAt" IS NULL GROUP BY p ORDER BY count(*) DESC, p LIMIT 50`;
    return done(rows.map((row) => row.permission));
  });
}
