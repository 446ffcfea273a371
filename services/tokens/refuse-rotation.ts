import { done, type Result } from "@/domain/result";
import { rotationObstacle } from "@/domain/tokens/rotation-obstacle";
import { typeRule } from "@/domain/tokens/types";
import { refuseWith } from "@/services/kernel/act";
import type { Actor } from "@/services/kernel/context";
import type { LockedToken } from "@/services/tokens/lock-tokens";
import { refuseObtained } from "@/services/tokens/refuse-obtained";
import { refuseStronger } from "@/services/tokens/refuse-stronger";

/**
 * Refuses a new secret for a token that is deleted (`token_deleted`), that an API client obtained or nobody may rotate
 * (`forbidden`), or that is stronger than the token that asks (`stronger_token`), as its own is for the old secret of a rotation.
 */
export function refuseRotation(actor: Actor, token: LockedToken): Result<null> {
  switch (rotationObstacle(token)) {
    case "deleted":
      return refuseWith("token_deleted");
    case "obtained":
      return refuseObtained(token);
    case "owners_only":
      return refuseWith(
        "forbidden",
        `${typeRule(token.type).label} tokens are not rotated: only the owner may see the secret. Revoke it; the owner makes another.`,
      );
    default:
      if (actor.kind !== "token" || actor.tokenId !== token.id) return refuseStronger(actor, token);
      // Its own next secret is no other's; but who holds the old one alone would take the token from who was given the new one.
      return actor.secretEndsAt === null
        ? done(null)
        : refuseWith(
            "stronger_token",
            "The old secret of a rotation gives its token no other. Use the new one.",
          );
  }
}
