import { expect, test } from "vitest";
import { obstacleWords, rotationObstacle } from "@/domain/tokens/rotation-obstacle";
import { type TokenType, tokenTypes, typeRule } from "@/domain/tokens/types";

const live = { type: "impersonation", deletedAt: null, apiClientId: null } as const;

test("a token that is deleted, was obtained by an API client, or is its owner's alone is not rotated", () => {
  expect(rotationObstacle(live)).toBeNull();
  expect(rotationObstacle({ ...live, deletedAt: new Date() })).toBe("deleted");
  expect(rotationObstacle({ ...live, type: "account", apiClientId: "c" })).toBe("obtained");
  expect(rotationObstacle({ ...live, type: "personal" })).toBe("owners_only");
  for (const words of Object.values(obstacleWords)) expect(words).not.toMatch(/^[A-Z]|\.$/);
});

test.each(Object.keys(tokenTypes) as TokenType[])("type %s is rotated as its rule says", (type) => {
  const may = rotationObstacle({ ...live, type }) === null;
  expect(may).toBe(typeRule(type).rotatableBy === "administrator");
});
