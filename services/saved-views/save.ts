import { v7 as uuidv7 } from "uuid";
import type { z } from "zod";
import { auditQuerySchema } from "@/domain/audit/audit-query";
import { done, type Result } from "@/domain/result";
import { saveViewSchema } from "@/domain/saved-views/save-view-fields";
import { viewPages, viewQueryOf, viewsMax } from "@/domain/saved-views/saved-view";
import { tokenQuerySchema } from "@/domain/tokens/token-query";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const queries = { audit: auditQuerySchema, tokens: tokenQuerySchema };

/**
 * Keeps the filter of a page under a name, for oneself or for everybody who may open the page. A view of the same name that is one's own
 * is replaced. Only filters that the page can show are kept. Refuses: invalid_input, forbidden, cap_reached.
 */
export async function saveView(context: Context, given: unknown): Promise<Result<{ id: string }>> {
  const parsed = parseInput(saveViewSchema, given);
  if (!parsed.ok) return parsed;
  const { page, name, shared } = parsed.value;
  const query = viewQueryOf(page, parsed.value.query);
  const shown = queries[page].safeParse(Object.fromEntries(new URLSearchParams(query)));
  if (!shown.success) return refuseFilter(shown.error);
  return act(context, "saved_view.save", async ({ tx, actor, accountId, now, audit }) => {
    if (actor.kind !== "user") return refuseWith("forbidden");
    const { userId } = actor;
    // One after the other for each person: no two of them come past the cap, or make one name twice.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`views ${accountId} ${userId}`}, 0))`;
    const own = { accountId, userId, page };
    const before = await tx.savedView.findFirst({ where: { ...own, name } });
    if (before === null && (await tx.savedView.count({ where: own })) >= viewsMax) {
      return refuseWith("cap_reached", `You have ${viewsMax} views of this page. Delete one first.`);
    }
    const id = before?.id ?? uuidv7();
    if (before === null)
      await tx.savedView.create({ data: { ...own, id, name, query, shared, createdAt: now } });
    else await tx.savedView.update({ where: { id, accountId }, data: { query, shared } });
    await audit({
      action: "saved_view.save",
      target: { kind: "saved_view", id, name },
      details: {
        page: viewPages[page].label,
        reach: shared ? "for everybody" : null,
        ...(before === null
          ? { query }
          : { before: { query: before.query, shared: before.shared }, after: { query, shared } }),
      },
    });
    return done({ id });
  });
}

function refuseFilter(error: z.ZodError) {
  return refuseWith("invalid_input", `The filter cannot be shown: ${error.issues[0]!.message}`, {
    query: error.issues[0]!.message,
  });
}
