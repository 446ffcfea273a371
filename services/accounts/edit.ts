import { z } from "zod";
import { peopleFields } from "@/domain/access/people-fields";
import type { Changed } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { act } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const input = z.object({ name: peopleFields.accountName });

/** Changes the name of the actor's account; plan and limits are an operator's (set.ts). Refuses: invalid_input, forbidden. */
export async function editAccount(context: Context, untrusted: unknown): Promise<Result<Changed>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { name } = parsed.value;
  return act(context, "account.edit", async ({ tx, accountId: id, audit }): Promise<Result<Changed>> => {
    const rows = await tx.$queryRaw<{ name: string }[]>`
      SELECT "name" FROM "Account" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`;
    const before = rows[0]!.name;
    if (before === name) return done({ id, changed: false });
    await tx.account.update({ where: { id }, data: { name } });
    await audit({
      action: "account.edit",
      target: { kind: "account", id, name },
      details: { changed: ["the name"], before: { name: before }, after: { name } },
    });
    return done({ id, changed: true });
  });
}
