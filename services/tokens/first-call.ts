import { canDo } from "@/domain/access/actions";
import { done, type Result } from "@/domain/result";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { tokenIdInput } from "@/services/tokens/lock-tokens";

/**
 * The first call with a token's current secret, or null while there was none: after a rotation, calls with the old secret
 * do not count. For those who see the account's tokens, and for the owner of a personal one. Refuses: invalid_input, not_found.
 */
export async function findFirstCall(
  context: Context,
  input: unknown,
): Promise<Result<{ at: Date; ip: string } | null>> {
  const parsed = parseInput(tokenIdInput, input);
  if (!parsed.ok) return parsed;
  return read(context, "personal_token.view", async ({ actor, accountId }) => {
    const ownOnly = actor.kind === "user" && !canDo(actor, "token.view");
    const secret = await context.db.tokenSecret.findFirst({
      where: {
        retiresAt: null,
        destroyedAt: null,
        token: {
          id: parsed.value.tokenId,
          accountId,
          ...(ownOnly ? { type: "personal", actsAsUserId: actor.userId } : { type: { not: "gateway" } }),
        },
      },
      select: { id: true, tokenId: true },
    });
    if (secret === null) return refuseWith("not_found", "There is no such token.");
    const caller = await context.db.tokenCaller.findFirst({
      where: { tokenId: secret.tokenId, secretId: secret.id },
      orderBy: { firstSeenAt: "asc" },
      select: { firstSeenAt: true, ip: true },
    });
    return done(caller === null ? null : { at: caller.firstSeenAt, ip: caller.ip });
  });
}
