import { expect, test } from "vitest";
import { countStatements, matchStatements, readStatements } from "@/scripts/test/statements";

const outcome = (title: string, state: "passed" | "failed" | "skipped") => ({
  file: "a.spec.ts",
  title,
  fullTitle: title,
  state,
  errors: [],
});
const statements = [
  { id: "ZO-01", sentence: "one" },
  { id: "ZO-02", sentence: "two" },
  { id: "RZ-03", sentence: "three" },
];

test("all 44 statements of the five portals are known", () => {
  const ids = readStatements(process.cwd()).map(({ id }) => id);
  expect(new Set(ids).size).toBe(44);
  const of = (portal: string) => ids.filter((id) => id.startsWith(portal)).length;
  expect(["ZO", "ZE", "ZP", "ZI", "RZ"].map(of)).toEqual([12, 5, 7, 11, 9]);
});

test("a statement without a test fails, as does one of whose tests any did not pass", () => {
  const tests = [
    outcome("ZO-01 opens", "passed"),
    outcome("ZO-02 shows", "passed"),
    outcome("ZO-02 shows on a phone", "skipped"),
    outcome("mentions RZ-03 in passing", "passed"),
  ];
  expect(countStatements(matchStatements(statements, tests))).toMatchObject({
    passed: 1,
    failed: 2,
    skipped: 0,
    failures: ["ZO-02 is not proved: two", "RZ-03 has no test: three"],
  });
});

test("a title may carry several ids at its head", () => {
  const matched = matchStatements(statements, [outcome("ZO-01, ZO-02 and RZ-03 at once", "passed")]);
  expect(matched.every(({ tests }) => tests.length === 1)).toBe(true);
});
