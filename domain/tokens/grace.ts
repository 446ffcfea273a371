/**
 * When an old secret stops working: `seconds` from now, never past the token's expiry. Null when that is at once, which
 * also holds for a token that has expired.
 */
export function graceEnd(now: Date, seconds: number, expiresAt: Date | null): Date | null {
  const wanted = now.getTime() + seconds * 1000;
  const end = expiresAt === null ? wanted : Math.min(wanted, expiresAt.getTime());
  return end > now.getTime() ? new Date(end) : null;
}
