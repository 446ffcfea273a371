import type { Plan } from "@/domain/access/plans";
import { expiringSoonDays } from "@/domain/tokens/bounds";
import type { TokenSummary } from "@/domain/tokens/token-views";
import { typeRule } from "@/domain/tokens/types";

/** Refusals are worth a look from so many calls and so large a share on. */
export const refusedCallsMin = 10;
export const refusedShareMin = 0.1;

/** The one thing about a token that a person should know first; pages put it into words. */
export type TokenAttention =
  | { readonly kind: "deleted"; readonly at: Date; readonly by: string | null }
  | { readonly kind: "disabled"; readonly at: Date }
  | { readonly kind: "expired"; readonly at: Date }
  | { readonly kind: "not_yet_valid"; readonly from: Date }
  | { readonly kind: "bearer_inactive"; readonly name: string }
  | { readonly kind: "plan_needed"; readonly plan: Plan }
  | { readonly kind: "refused"; readonly share: number }
  | { readonly kind: "rotating"; readonly until: Date }
  | { readonly kind: "expires_soon"; readonly at: Date }
  | { readonly kind: "creator_inactive" }
  | { readonly kind: "never_expires" };

/**
 * What to say of a token in a list, or null when all is well. First match wins: why it does not work at all, then what goes
 * wrong now, then what will. "Never expires" is said only of tokens that may do everything in the account.
 */
export function findAttention(token: TokenSummary, now: Date): TokenAttention | null {
  if (token.deletedAt) return { kind: "deleted", at: token.deletedAt, by: token.deletedByName };
  if (token.disabledAt) return { kind: "disabled", at: token.disabledAt };
  if (token.expiresAt && token.expiresAt <= now) return { kind: "expired", at: token.expiresAt };
  if (token.notBefore && token.notBefore > now) return { kind: "not_yet_valid", from: token.notBefore };
  if (token.actsAsActive === false)
    return { kind: "bearer_inactive", name: token.actsAsName ?? "The user it acts as" };
  if (token.planNeeded) return { kind: "plan_needed", plan: token.planNeeded };
  const refused = sum(token.hours.refused);
  const calls = sum(token.hours.valid) + refused;
  if (calls >= refusedCallsMin && refused / calls >= refusedShareMin)
    return { kind: "refused", share: refused / calls };
  if (token.graceUntil && token.graceUntil > now) return { kind: "rotating", until: token.graceUntil };
  if (token.expiresAt && token.expiresAt.getTime() - now.getTime() <= expiringSoonDays * 86_400_000)
    return { kind: "expires_soon", at: token.expiresAt };
  if (!token.creatorActive) return { kind: "creator_inactive" };
  if (token.expiresAt === null && typeRule(token.type).actsAs === "account") return { kind: "never_expires" };
  return null;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
