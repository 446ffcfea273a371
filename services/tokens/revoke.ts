import { done, type Result } from "@/domain/result";
import { deleteGateway } from "@/services/gateways/delete";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { deleteAndAudit } from "@/services/tokens/delete-tokens";
import { lockToken, tokenIdInput } from "@/services/tokens/lock-tokens";

/**
 * Breaks glass: destroys the secrets of any token of any account, enabled or in use, without further questions; a gateway goes with
 * its token. For the command line only, which knows no account. Refuses: invalid_input, not_found, token_deleted.
 */
export async function revokeToken(
  context: Context,
  input: unknown,
): Promise<Result<{ id: string; name: string }>> {
  const parsed = parseInput(tokenIdInput, input);
  if (!parsed.ok) return parsed;
  const { tokenId } = parsed.value;
  if (context.claim.kind !== "cli") return refuseWith("forbidden");
  const found = await context.db.token.findUnique({ where: { id: tokenId }, include: { gateway: true } });
  if (found === null) return refuseWith("not_found", `There is no token ${tokenId}.`);
  const options = { accountId: found.accountId };
  if (found.gateway !== null) {
    const removed = await deleteGateway(context, { gatewayId: found.gateway.id }, options);
    if (removed.ok) return done({ id: tokenId, name: found.name });
    return removed.refusal.code === "not_found" ? refuseWith("token_deleted") : removed;
  }
  return act(
    context,
    "token.delete",
    async (work) => {
      const token = await lockToken(work, tokenId);
      if (token === null) return refuseWith("not_found", `There is no token ${tokenId}.`);
      if (token.deletedAt !== null) return refuseWith("token_deleted");
      await deleteAndAudit(work, [token]);
      return done({ id: token.id, name: token.name });
    },
    options,
  );
}
