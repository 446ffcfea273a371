import { z } from "zod";
import type { MomentChoices } from "@/domain/audit/point-in-time/views";
import { done, type Result } from "@/domain/result";
import { choicesMax } from "@/domain/tokens/bounds";
import { nameSearch } from "@/services/audit/name-search";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { takenLiterally } from "@/services/kernel/page-of";
import { parseInput } from "@/services/kernel/parse";

const tokensMax = 20;

const input = z.object({ q: nameSearch.default("") });

/**
 * What one can ask about: everybody who is or was in the account, template users too, and tokens by a piece of their name or their
 * last characters, deleted ones too, the newest first. Refuses: invalid_input, forbidden.
 */
export async function loadMomentChoices(context: Context, given: unknown): Promise<Result<MomentChoices>> {
  const parsed = parseInput(input, given);
  if (!parsed.ok) return parsed;
  const { q } = parsed.value;
  return read(context, "audit.view", async ({ accountId }) => {
    const [members, tokens] = await Promise.all([
      context.db.membership.findMany({
        where: { accountId },
        select: { user: { select: { id: true, name: true, kind: true } } },
        orderBy: [{ user: { name: "asc" } }, { userId: "asc" }],
        take: choicesMax,
      }),
      q === ""
        ? []
        : context.db.token.findMany({
            where: {
              accountId,
              type: { not: "gateway" },
              OR: [{ name: { contains: takenLiterally(q), mode: "insensitive" } }, { last4: q.slice(-4) }],
            },
            select: { id: true, name: true, prefix: true, last4: true, deletedAt: true },
            orderBy: [{ createdAt: "desc" }, { id: "desc" }],
            take: tokensMax,
          }),
    ]);
    return done({ users: members.map((member) => member.user), tokens });
  });
}
