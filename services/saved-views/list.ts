import { z } from "zod";
import { done, type Result } from "@/domain/result";
import type { SavedView } from "@/domain/saved-views/saved-view";
import { viewPageNames } from "@/domain/saved-views/saved-view";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";

const shownMax = 500;
const input = z.object({
  page: z.enum(viewPageNames, { error: `A view is of ${viewPageNames.join(" or ")}.` }),
});

/** The views of a page that the actor sees: own ones, and those that others share in the account, by name. Refuses: forbidden. */
export async function listSavedViews(context: Context, given: unknown): Promise<Result<SavedView[]>> {
  const parsed = parseInput(input, given);
  if (!parsed.ok) return parsed;
  const { page } = parsed.value;
  return read(context, "saved_view.view", async ({ accountId, actor }) => {
    if (actor.kind !== "user") return refuseWith("forbidden");
    const views = await context.db.savedView.findMany({
      where: { accountId, page, OR: [{ userId: actor.userId }, { shared: true }] },
      select: {
        id: true,
        name: true,
        query: true,
        shared: true,
        userId: true,
        user: { select: { name: true } },
      },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: shownMax,
    });
    return done(
      views.map(({ userId, user, ...view }) => {
        const own = userId === actor.userId;
        return { ...view, byName: user.name, own, mayDelete: own || actor.role === "administrator" };
      }),
    );
  });
}
