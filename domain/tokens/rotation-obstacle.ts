import { type TokenType, typeRule } from "@/domain/tokens/types";

/** Why a token gets no new secret, whoever asks. */
export type RotationObstacle = "deleted" | "obtained" | "owners_only";

/** What stands against giving a token a new secret; null: nothing about the token itself. */
export function rotationObstacle(token: {
  readonly type: TokenType;
  readonly deletedAt: Date | null;
  readonly apiClientId: string | null;
}): RotationObstacle | null {
  if (token.deletedAt !== null) return "deleted";
  if (token.apiClientId !== null) return "obtained";
  return typeRule(token.type).rotatableBy === "nobody" ? "owners_only" : null;
}

/** What follows the token's name in a sentence about many. */
export const obstacleWords: Readonly<Record<RotationObstacle, string>> = {
  deleted: "is deleted",
  obtained: "was obtained by an API client and ends by itself",
  owners_only: "has a secret that only its owner may see",
};
