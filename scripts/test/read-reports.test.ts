import { expect, test } from "vitest";
import { describeFailure } from "@/scripts/test/failure-text";
import { readPlaywrightReport, readVitestReport } from "@/scripts/test/read-reports";
import { holdAgainstExit, nothing } from "@/scripts/test/step";

const vitestFile = (statuses: string[]) => ({
  name: "a.test.ts",
  assertionResults: statuses.map((one, index) => ({ fullName: `test ${index}`, status: one })),
});

test("Vitest's tests are counted by their state", () => {
  const statuses = ["passed", "failed", "skipped", "todo", "passed"];
  const report = { testResults: [vitestFile(statuses)], errors: [] };
  expect(readVitestReport(report)).toEqual({
    ...nothing,
    passed: 2,
    failed: 1,
    skipped: 2,
    failures: ["test 1"],
  });
});

test("each error outside of tests counts as one failure: a file that does not load, a hook", () => {
  const errors = [
    { file: "a.test.ts", name: "a.test.ts", message: "Cannot find module\n at x" },
    { file: "b.test.ts", name: "b.test.ts group", message: "the hook broke" },
  ];
  expect(readVitestReport({ testResults: [vitestFile(["passed"])], errors })).toEqual({
    ...nothing,
    passed: 1,
    failed: 2,
    failures: ["a.test.ts\n      Cannot find module\n       at x", "b.test.ts group\n      the hook broke"],
  });
});

test("Playwright's tests are counted by their state, also in nested suites; so are errors of the set-up", () => {
  const spec = (title: string, status: string) => ({ title, file: "a.spec.ts", tests: [{ status }] });
  const report = {
    suites: [
      {
        title: "a.spec.ts",
        specs: [spec("one", "expected"), spec("two", "unexpected")],
        suites: [{ title: "inner", specs: [spec("three", "skipped"), spec("four", "unexpected")] }],
      },
    ],
    errors: [{ message: "the set-up failed\n at x" }],
  };
  expect(readPlaywrightReport(report)).toEqual({
    passed: 1,
    failed: 3,
    skipped: 1,
    secondTries: [],
    failures: [
      "a.spec.ts › two",
      "a.spec.ts › inner › four",
      "e2e: an error outside of tests\n      the set-up failed\n       at x",
    ],
  });
});

test("a run without tests, or that ends badly without a failed test, is a failure", () => {
  expect(holdAgainstExit("e2e", nothing, 0)).toMatchObject({ failed: 1, failures: ["e2e: no test ran"] });
  expect(holdAgainstExit("e2e", { ...nothing, passed: 3 }, 1)).toMatchObject({ passed: 3, failed: 1 });
  expect(holdAgainstExit("e2e", { ...nothing, passed: 3 }, 0)).toMatchObject({ passed: 3, failed: 0 });
});

test("a failed test's summary says where and why: both runners' errors, without colours", () => {
  const file = vitestFile(["failed"]);
  const messages = [
    "AssertionError: expected 1 to be 2\n    at a.test.ts:7:3\n    at run (/x/node_modules/y.js:1:1)",
  ];
  const vitest = { ...file, assertionResults: [{ ...file.assertionResults[0], failureMessages: messages }] };
  expect(readVitestReport({ testResults: [vitest], errors: [] }).failures).toEqual([
    "test 0\n      AssertionError: expected 1 to be 2\n          at a.test.ts:7:3",
  ]);
  const error = {
    message: "Error: \u001b[2mexpect(\u001b[22mdark).not.toBe\n\nReceived: 1",
    location: { file: "a.spec.ts", line: 95, column: 1 },
  };
  const tests = [{ status: "unexpected", results: [{ errors: [error] }] }];
  const suites = [{ title: "a.spec.ts", specs: [{ title: "one", file: "a.spec.ts", tests }] }];
  expect(readPlaywrightReport({ suites, errors: [] }).failures).toEqual([
    "a.spec.ts › one\n      at a.spec.ts:95\n      Error: expect(dark).not.toBe\n      Received: 1",
  ]);
});

test("the summary of a failure is short, and shows no secret but its beginning", () => {
  const secret = `IK_${"0aB".repeat(3)}_${"9xY".repeat(12)}`;
  const id = "018f3c1e-7b1a-7c3e-9d2b-0123456789ab";
  const error = [`received ${secret} of ${id}`, ...Array.from({ length: 20 }, (_, i) => `line ${i}`)].join(
    "\n",
  );
  const lines = describeFailure("one", [error]).split("\n");
  expect(lines).toHaveLength(17);
  expect(lines[1]).toBe(`      received IK_0… of ${id}`);
  expect(lines.at(-1)).toBe("      (6 more lines)");
});
