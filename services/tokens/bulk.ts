import { z } from "zod";
import type { Action } from "@/domain/access/actions";
import { done, type Result } from "@/domain/result";
import { bulkTokensMax } from "@/domain/tokens/bounds";
import { act, refuseWith, type Work } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { changeTokens } from "@/services/tokens/change-tokens";
import { deleteLockedTokens } from "@/services/tokens/delete-tokens";
import { type LockedToken, lockTokens } from "@/services/tokens/lock-tokens";
import { setEnabled } from "@/services/tokens/set-enabled";
import { tokenFields } from "@/services/tokens/token-fields";

const tokenIds = z
  .array(z.uuid({ error: "Name tokens by their ids." }).toLowerCase(), { error: "Name the tokens." })
  .min(1, "Choose at least one token.")
  .max(bulkTokensMax, `At most ${bulkTokensMax} tokens at once.`)
  .transform((ids) => [...new Set(ids)]);

const bulkInput = z.discriminatedUnion(
  "action",
  [
    z.object({ tokenIds, action: z.enum(["enable", "disable"]) }),
    z.object({ tokenIds, action: z.literal("set_expiry"), expiresAt: tokenFields.expiresAt }),
    z.object({
      tokenIds,
      action: z.literal("delete"),
      /** The number of tokens, typed; needed when one of them was used in the last 7 days. */
      confirmation: z.string({ error: "The confirmation must be text." }).max(100, "Too long.").optional(),
    }),
  ],
  { error: "Choose enable, disable, set_expiry or delete." },
);
type BulkInput = z.output<typeof bulkInput>;

export type ActOnTokensInput = z.input<typeof bulkInput>;

const rights: Record<BulkInput["action"], Action> = {
  enable: "token.enable",
  disable: "token.disable",
  set_expiry: "token.edit",
  delete: "token.delete",
};

/**
 * Does one thing to many tokens, all or none, with an event for each that changes. Deleted ones count as unchanged when
 * deleting. Refuses: invalid_input, forbidden, not_found (one of them), token_deleted, token_enabled, confirmation_mismatch,
 * expiry_beyond_policy.
 */
export async function actOnTokens(
  context: Context,
  input: unknown,
): Promise<Result<{ changed: number; unchanged: number }>> {
  const parsed = parseInput(bulkInput, input);
  if (!parsed.ok) return parsed;
  const wanted = parsed.value;
  return act(context, rights[wanted.action], async (work) => {
    const tokens = await lockTokens(work, wanted.tokenIds);
    const missing = wanted.tokenIds.length - tokens.length;
    if (missing > 0) {
      return refuseWith(
        "not_found",
        `${missing} of the ${wanted.tokenIds.length} tokens are not there. Nothing was changed.`,
      );
    }
    const result = await carryOut(work, tokens, wanted);
    if (!result.ok) return result;
    return done({ changed: result.value, unchanged: tokens.length - result.value });
  });
}

async function carryOut(work: Work, tokens: LockedToken[], wanted: BulkInput): Promise<Result<number>> {
  if (wanted.action === "delete") {
    const live = tokens.filter((token) => token.deletedAt === null);
    const result = await deleteLockedTokens(work, live, wanted.confirmation, {
      text: String(tokens.length),
      what: `the number of tokens (${tokens.length})`,
    });
    return result.ok ? done(result.value.count) : result;
  }
  const result =
    wanted.action === "set_expiry"
      ? await changeTokens(work, tokens, { expiresAt: wanted.expiresAt })
      : await setEnabled(work, tokens, wanted.action === "enable");
  return result.ok ? done(result.value.changed) : result;
}
