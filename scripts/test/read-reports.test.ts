import { expect, test } from "vitest";
import { readPlaywrightReport, readVitestReport } from "@/scripts/test/read-reports";
import { holdAgainstExit, nothing } from "@/scripts/test/step";

const vitestFile = (status: string, statuses: string[], message = "") => ({
  name: "a.test.ts",
  status,
  message,
  assertionResults: statuses.map((one, index) => ({ fullName: `test ${index}`, status: one })),
});

test("Vitest's tests are counted by their state", () => {
  const report = { testResults: [vitestFile("failed", ["passed", "failed", "skipped", "todo", "passed"])] };
  expect(readVitestReport(report)).toEqual({ passed: 2, failed: 1, skipped: 2, failures: ["test 1"] });
});

test("a test file that does not load counts as one failure", () => {
  const report = { testResults: [vitestFile("failed", [], "Cannot find module\n at x")] };
  expect(readVitestReport(report)).toEqual({
    ...nothing,
    failed: 1,
    failures: ["a.test.ts: Cannot find module"],
  });
});

test("Playwright's tests are counted by their state, also in nested suites; so are errors of the set-up", () => {
  const spec = (title: string, status: string) => ({ title, file: "a.spec.ts", tests: [{ status }] });
  const report = {
    suites: [
      {
        title: "a.spec.ts",
        specs: [spec("one", "expected"), spec("two", "unexpected")],
        suites: [{ title: "inner", specs: [spec("three", "skipped"), spec("four", "flaky")] }],
      },
    ],
    errors: [{ message: "the set-up failed\n at x" }],
  };
  expect(readPlaywrightReport(report)).toEqual({
    passed: 1,
    failed: 3,
    skipped: 1,
    failures: ["a.spec.ts › two", "a.spec.ts › four", "e2e: the set-up failed"],
  });
});

test("a run without tests, or that ends badly without a failed test, is a failure", () => {
  expect(holdAgainstExit("e2e", nothing, 0)).toMatchObject({ failed: 1, failures: ["e2e: no test ran"] });
  expect(holdAgainstExit("e2e", { ...nothing, passed: 3 }, 1)).toMatchObject({ passed: 3, failed: 1 });
  expect(holdAgainstExit("e2e", { ...nothing, passed: 3 }, 0)).toMatchObject({ passed: 3, failed: 0 });
});
