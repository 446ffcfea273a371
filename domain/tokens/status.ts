/** The facts that a token's status rests on. Times are absolute; null means "no such bound". */
export type TokenStatusFacts = {
  readonly deletedAt: Date | null;
  readonly disabledAt: Date | null;
  readonly notBefore: Date | null;
  readonly expiresAt: Date | null;
};

export const tokenStatuses = ["active", "disabled", "expired", "not_yet_valid", "deleted"] as const;
export type TokenStatus = (typeof tokenStatuses)[number];

/**
 * The one owner of a token's status: badge, filter and verifier ask here. First match wins, in the order of design §5:
 * deleted (revoked), disabled, expired, not yet valid, active. A token is expired from the very millisecond of `expiresAt`.
 */
export function tokenStatus(token: TokenStatusFacts, now: Date): TokenStatus {
  if (token.deletedAt !== null) return "deleted";
  if (token.disabledAt !== null) return "disabled";
  if (token.expiresAt !== null && token.expiresAt.getTime() <= now.getTime()) return "expired";
  if (token.notBefore !== null && token.notBefore.getTime() > now.getTime()) return "not_yet_valid";
  return "active";
}
