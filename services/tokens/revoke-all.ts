import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { cancelLinksOfEveryToken, linksInDetails } from "@/services/invitations/cancel-links";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { deleteEvery, lockEvery, revokeTimeoutMs } from "@/services/tokens/delete-every";

const revokeAllInput = z.object({
  /** The number of tokens in the grid, typed: short-lived tokens of API clients come and go while somebody types. */
  confirmation: z.string({ error: "Type the number of tokens." }).max(100, "Too long."),
});

/**
 * Deletes every live token of the account but those of gateways, all or none, with an event for each and one for the whole;
 * what API clients obtained is among them (the clients themselves stay: disable or delete them).
 * Every link that a token handed out ends. Other than a single deletion it also takes enabled API keys: it is the answer to a leak.
 * Refuses: invalid_input, forbidden, reauthentication_required, confirmation_mismatch (the count must be typed).
 */
export async function revokeAllTokens(context: Context, input: unknown): Promise<Result<{ count: number }>> {
  const parsed = parseInput(revokeAllInput, input);
  if (!parsed.ok) return parsed;
  const everything = { personalOf: null };
  return act(
    context,
    "token.revoke_all",
    async (work) => {
      const { count: found, ofClients } = await lockEvery(work, everything);
      if (parsed.value.confirmation.trim() !== String(found)) {
        return refuseWith(
          "confirmation_mismatch",
          `There are ${found} tokens. Type ${found} to revoke them all.`,
        );
      }
      // Also of those that have expired: it is the answer to a leak.
      const links = await cancelLinksOfEveryToken(work);
      const count = await deleteEvery(work, everything);
      await work.audit({
        action: "token.revoke_all",
        details: { count, ...(ofClients > 0 ? { ofClients } : {}), ...linksInDetails(links) },
      });
      return done({ count });
    },
    { timeoutMs: revokeTimeoutMs },
  );
}
