import { done, type Result } from "@/domain/result";
import type { TokenRecord } from "@/domain/tokens/token-record";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { tokenIdInput } from "@/services/tokens/lock-tokens";
import { loadTokenRecords } from "@/services/tokens/records";

/** One token as programs see it, a deleted one too. Refuses: invalid_input, insufficient_scope, forbidden, not_found. */
export async function loadTokenRecord(context: Context, input: unknown): Promise<Result<TokenRecord>> {
  const parsed = parseInput(tokenIdInput, input);
  if (!parsed.ok) return parsed;
  return read(context, "token.view", async ({ now, ...reach }): Promise<Result<TokenRecord>> => {
    const [record] = await loadTokenRecords(context.db, reach, [parsed.value.tokenId], now);
    return record === undefined ? refuseWith("not_found", "There is no such token.") : done(record);
  });
}
