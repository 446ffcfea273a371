import { expiringSoonDays, unusedDays } from "@/domain/tokens/bounds";
import type { PersonalToken } from "@/domain/tokens/token-views";

/** A personal token made more than so many days ago is due to be replaced (Zerops: "create new tokens periodically"). */
export const oldDays = 180;

/** What an owner should know of a token; pages put it into words. */
export type PersonalMark =
  | { readonly kind: "disabled" }
  | { readonly kind: "expired"; readonly at: Date }
  | { readonly kind: "expires_soon"; readonly at: Date }
  /** `since` is the last use; null when there was none since it was made. */
  | { readonly kind: "unused"; readonly since: Date | null }
  | { readonly kind: "old"; readonly madeAt: Date }
  | { readonly kind: "never_expires" };

const dayMs = 86_400_000;

/**
 * The marks of a token, what matters most first. Of a token that does not work only that is said. Source: Zerops "Best
 * practices": delete old or unused tokens, create new ones periodically, review active ones.
 */
export function markPersonalToken(
  token: Pick<PersonalToken, "status" | "createdAt" | "expiresAt" | "lastUsedAt">,
  now: Date,
): PersonalMark[] {
  if (token.status === "disabled") return [{ kind: "disabled" }];
  if (token.status === "expired" && token.expiresAt) return [{ kind: "expired", at: token.expiresAt }];
  const marks: PersonalMark[] = [];
  const ago = (at: Date) => (now.getTime() - at.getTime()) / dayMs;
  if (token.expiresAt && -ago(token.expiresAt) <= expiringSoonDays) {
    marks.push({ kind: "expires_soon", at: token.expiresAt });
  }
  if (ago(token.lastUsedAt ?? token.createdAt) > unusedDays) {
    marks.push({ kind: "unused", since: token.lastUsedAt });
  }
  if (ago(token.createdAt) > oldDays) marks.push({ kind: "old", madeAt: token.createdAt });
  if (token.expiresAt === null) marks.push({ kind: "never_expires" });
  return marks;
}
