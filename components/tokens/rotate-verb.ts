import { type TokenType, typeRule } from "@/domain/tokens/types";

/** What a new secret is called: runZero regenerates the one token of an organization, other tokens are rotated. */
export function rotateVerb(type: TokenType): "Regenerate" | "Rotate" {
  return typeRule(type).cap === "one_per_organization" ? "Regenerate" : "Rotate";
}
