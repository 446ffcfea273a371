import { expect, test } from "vitest";
import { findStopped, type PlanUse } from "@/domain/access/plan-use";

const use: PlanUse = {
  tokens: [
    { type: "organization", count: { count: 3, exact: true } },
    { type: "account", count: { count: 2, exact: true } },
  ],
  clients: 1,
};
const stopped = (plan: Parameters<typeof findStopped>[1]) => {
  const { tokens, clients } = findStopped(use, plan);
  return [...tokens.map(({ type }) => type), clients];
};

test("Platform stops nothing, Professional what needs Platform, Community what needs Professional too", () => {
  expect(stopped("platform")).toEqual([0]);
  expect(stopped("professional")).toEqual(["account", 1]);
  expect(stopped("community")).toEqual(["organization", "account", 1]);
});

test("what nothing exists of is not named", () => {
  const none: PlanUse = { tokens: [{ type: "account", count: { count: 0, exact: true } }], clients: 0 };
  expect(findStopped(none, "community")).toEqual({ tokens: [], clients: 0 });
});
