import type { Role } from "@/domain/access/actions";
import { isUserNoStronger } from "@/domain/access/token-strength";
import { done, type Result } from "@/domain/result";
import { refuseWith } from "@/services/kernel/act";
import type { Actor } from "@/services/kernel/context";

/**
 * Refuses `stronger_token` when a token lets a user in, or up to a role, that can do more than itself: a user neither ends nor is
 * bound to addresses. People are bound by their rights alone.
 */
export function refuseStrongerUser(actor: Actor, role: Role): Result<null> {
  if (actor.kind !== "token" || isUserNoStronger(role, actor)) return done(null);
  return refuseWith(
    "stronger_token",
    actor.ofClient
      ? "What an API client obtained makes nobody an administrator or an auditor. Use an account token that does not expire and works from everywhere, or the desk."
      : "This token expires, or works from some addresses only; a user does neither. Use an account token that does not expire and works from everywhere, or the desk.",
  );
}
