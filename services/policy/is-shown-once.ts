import { canBeRevealed } from "@/domain/tokens/policy";
import { type TokenType, typeRule } from "@/domain/tokens/types";
import type { Work } from "@/services/kernel/act";
import { holdPolicy } from "@/services/policy/hold";

/** Whether a secret of the type that is made in this transaction cannot be shown after its one answer. */
export async function isShownOnce(
  { tx, accountId }: Pick<Work, "tx" | "accountId">,
  type: TokenType,
): Promise<boolean> {
  // Where no policy has a say, a rotation waits for no change of it.
  if (!typeRule(type).revealable) return true;
  return !canBeRevealed(await holdPolicy(tx, accountId), type);
}
