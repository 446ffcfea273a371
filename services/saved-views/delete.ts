import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { type ViewPage, viewPages } from "@/domain/saved-views/saved-view";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const input = z.object({ viewId: z.uuid({ error: "Name the view by its id." }) });

/**
 * Deletes a view of one's own; an administrator also those that others share, as of people who left.
 * Refuses: invalid_input, forbidden, not_found (also for what others keep for themselves).
 */
export async function deleteSavedView(context: Context, given: unknown): Promise<Result<{ id: string }>> {
  const parsed = parseInput(input, given);
  if (!parsed.ok) return parsed;
  const id = parsed.value.viewId;
  return act(context, "saved_view.delete", async ({ tx, actor, accountId, audit }) => {
    if (actor.kind !== "user") return refuseWith("forbidden");
    const mine = { userId: actor.userId };
    const view = await tx.savedView.findFirst({
      where: { id, accountId, OR: actor.role === "administrator" ? [mine, { shared: true }] : [mine] },
    });
    // Of two deletions at once the second finds nothing to delete.
    if (view === null || (await tx.savedView.deleteMany({ where: { id, accountId } })).count === 0)
      return refuseWith("not_found", "There is no such view.");
    await audit({
      action: "saved_view.delete",
      target: { kind: "saved_view", id, name: view.name },
      details: {
        page: viewPages[view.page as ViewPage].label,
        query: view.query,
        reach: view.shared ? "for everybody" : null,
      },
    });
    return done({ id });
  });
}
