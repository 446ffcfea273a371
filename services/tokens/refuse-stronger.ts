import { isNoStronger, type TokenStrength } from "@/domain/access/token-strength";
import { done, type Result } from "@/domain/result";
import { refuseWith } from "@/services/kernel/act";
import type { Actor } from "@/services/kernel/context";

/**
 * Refuses `stronger_token` when a token asks for one that can do more than itself (domain/access/token-strength). People
 * and the command line are bound by their rights alone.
 */
export function refuseStronger(actor: Actor, wanted: TokenStrength): Result<null> {
  return actor.kind !== "token" || isNoStronger(wanted, actor) ? done(null) : refuseWith("stronger_token");
}
