import { done, type Result } from "@/domain/result";
import { tokenStatus } from "@/domain/tokens/status";
import type { PersonalToken } from "@/domain/tokens/token-views";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

const personalTokensMax = 1000;

/**
 * The actor's own live personal tokens in this account, newest first. Sources: Zephyr "API tokens", Zerops "Access Token
 * management": each user has an own list, and nobody sees another's here. Refuses: forbidden.
 */
export async function listPersonalTokens(context: Context): Promise<Result<PersonalToken[]>> {
  return read(context, "personal_token.view", async ({ actor, accountId, now }) => {
    if (actor.kind !== "user") return done([]);
    const rows = await context.db.token.findMany({
      where: { accountId, type: "personal", actsAsUserId: actor.userId, deletedAt: null },
      orderBy: [{ createdAt: "desc" }, { id: "desc" }],
      take: personalTokensMax,
      include: { activity: { select: { firstUsedAt: true, lastUsedAt: true, lastIp: true } } },
    });
    return done(
      rows.map((row) => ({
        id: row.id,
        name: row.name,
        notes: row.notes,
        prefix: row.prefix,
        last4: row.last4,
        status: tokenStatus(row, now),
        createdAt: row.createdAt,
        expiresAt: row.expiresAt,
        firstUsedAt: row.activity?.firstUsedAt ?? null,
        lastUsedAt: row.activity?.lastUsedAt ?? null,
        lastIp: row.activity?.lastIp ?? null,
      })),
    );
  });
}
