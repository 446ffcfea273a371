import { readFileSync } from "node:fs";
import path from "node:path";
import type { TestOutcome } from "@/scripts/test/read-reports";
import { type Counts, nothing } from "@/scripts/test/step";

/** A sentence of one of the five portals. */
export type Statement = { readonly id: string; readonly sentence: string };

/** Ids as they stand at the head of titles: "ZO-07 ZO-08 disable, enable and delete". */
export const statementIds = /^(?:(?:Z[OEPI]|RZ)-\d\d\b(?:, | and | )?)+/;

/** The statements of docs/portals.md, in its order. */
export function readStatements(root: string): Statement[] {
  const text = readFileSync(path.join(root, "docs/portals.md"), "utf8");
  return [...text.matchAll(/^- \*\*([A-Z]{2}-\d\d)\*\* (.+)$/gm)].map((m) => ({
    id: m[1]!,
    sentence: m[2]!,
  }));
}

/** Each statement with the tests that carry its id at the head of their title. */
export function matchStatements(statements: readonly Statement[], tests: readonly TestOutcome[]) {
  const byId = new Map<string, TestOutcome[]>();
  for (const test of tests) {
    for (const id of (statementIds.exec(test.title)?.[0] ?? "").match(/[A-Z]{2}-\d\d/g) ?? []) {
      byId.set(id, [...(byId.get(id) ?? []), test]);
    }
  }
  return statements.map((statement) => ({ ...statement, tests: byId.get(statement.id) ?? [] }));
}

/** Counts each statement once: it fails without a passing test, and when one of its tests did not pass. */
export function countStatements(matched: ReturnType<typeof matchStatements>): Counts {
  const failures = matched
    .filter(({ tests }) => tests.length === 0 || tests.some((test) => test.state !== "passed"))
    .map(({ id, sentence, tests }) =>
      tests.length === 0 ? `${id} has no test: ${sentence}` : `${id} is not proved: ${sentence}`,
    );
  return { ...nothing, passed: matched.length - failures.length, failed: failures.length, failures };
}

/** The page that `npm run portals` prints. */
export function describeStatements(matched: ReturnType<typeof matchStatements>): string {
  const mark = { passed: "✓", failed: "✗", skipped: "-" };
  return matched
    .flatMap(({ id, sentence, tests }) => [
      `\n${id} ${sentence}`,
      ...(tests.length === 0 ? ["    ✗ no test carries this id"] : []),
      ...tests.map((test) => `    ${mark[test.state]} ${test.file}: ${test.title}`),
    ])
    .join("\n");
}
