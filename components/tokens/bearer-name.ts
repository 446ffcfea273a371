import type { TokenSummary } from "@/domain/tokens/token-views";

/** Whom a token acts as, in a list: a user, an organization, or the whole account. */
export function bearerName(token: TokenSummary): string {
  return token.actsAsName ?? token.organizationName ?? "Whole account";
}
