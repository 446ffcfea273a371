import type { TokenSummary } from "@/domain/tokens/token-views";

/** Whom a token acts as, in a list: a user, an organization, or the whole account. */
export function bearerName(token: TokenSummary): string {
  return token.actsAsName ?? token.organizationName ?? "Account";
}

/** The same within a sentence. */
export function bearerWords(token: TokenSummary): string {
  if (token.actsAsName) return `acts as ${token.actsAsName}`;
  return token.organizationName ? `acts for ${token.organizationName}` : "acts for the whole account";
}
