import path from "node:path";
import { expect, test } from "vitest";
import { listVitestFailures, readPlaywrightReport, readVitestReport } from "@/scripts/test/read-reports";
import { pickFilesToTryAgain } from "@/scripts/test/second-try";
import { nothing } from "@/scripts/test/step";

const failed = (file: string, fullTitle = "answers") => ({ file, fullTitle, state: "failed" });

test("up to four files with failures are tried again, each once", () => {
  const tests = [failed("a.test.ts"), failed("a.test.ts", "waits"), failed("b.test.ts")];
  const passed = { file: "c.test.ts", fullTitle: "x", state: "passed" };
  expect(pickFilesToTryAgain([...tests, passed])).toEqual(["a.test.ts", "b.test.ts"]);
  expect(pickFilesToTryAgain(["a", "b", "c", "d", "e"].map((file) => failed(file)))).toEqual([]);
});

test("neither a part of another word nor the place of the project is taken for one of those", () => {
  const graceful = failed(
    path.resolve("a.test.ts"),
    "a token in its grace period works, and its trace is kept",
  );
  expect(pickFilesToTryAgain([graceful])).toEqual([graceful.file]);
});

test.each([
  failed("services/tokens/races.test.ts"),
  failed("x.test.ts", "a race for the last key"),
  failed("api/verify/revocation.test.ts"),
  failed("api/canary.test.ts"),
  failed("e2e/cluster/linearizability.test.ts"),
  failed("x.test.ts", "fifty creations at once make one token"),
  failed("x.test.ts", "a withdrawn permission is never answered valid"),
])("what a busy machine does not explain is not tried again: $file $fullTitle", (one) => {
  expect(pickFilesToTryAgain([one, failed("b.test.ts")])).toEqual([]);
});

const vitest = (...tests: [title: string, status: string][]) => ({
  errors: [] as { file: string | null; name: string; message: string }[],
  testResults: [
    {
      name: "a.test.ts",
      assertionResults: tests.map(([fullName, status]) => ({
        fullName,
        status,
        ...(status === "failed" ? { failureMessages: [`${fullName} went wrong`] } : {}),
      })),
    },
  ],
});

test("what passes at the second run counts as passed and is told with its first error; what fails twice fails", () => {
  const first = vitest(["one", "passed"], ["two", "failed"], ["three", "failed"]);
  const again = vitest(["one", "passed"], ["two", "passed"], ["three", "failed"]);
  expect(readVitestReport(first, again)).toEqual({
    passed: 2,
    failed: 1,
    skipped: 0,
    failures: ["three\n      three went wrong"],
    secondTries: ["two\n      two went wrong"],
  });
});

test("a test that the second run left out stays failed", () => {
  expect(readVitestReport(vitest(["two", "failed"]), vitest(["one", "passed"]))).toMatchObject({
    passed: 0,
    failed: 1,
  });
});

test("what goes wrong only in the second run has failed", () => {
  const first = vitest(["one", "passed"], ["two", "failed"]);
  expect(readVitestReport(first, vitest(["one", "failed"], ["two", "passed"]))).toMatchObject({
    failed: 1,
    failures: ["one\n      one went wrong"],
  });
});

const hook = { file: "a.test.ts", name: "a.test.ts group", message: "the hook broke" };

test("a hook that fails once is tried again with its file, and what it left out counts as it came out then", () => {
  const first = { ...vitest(["one", "skipped"], ["two", "skipped"]), errors: [hook] };
  expect(pickFilesToTryAgain(listVitestFailures(first))).toEqual(["a.test.ts"]);
  expect(readVitestReport(first, vitest(["one", "passed"], ["two", "skipped"]))).toEqual({
    ...nothing,
    passed: 1,
    skipped: 1,
    secondTries: ["a.test.ts group\n      the hook broke"],
  });
  const race = { ...hook, name: "a.test.ts races" };
  expect(pickFilesToTryAgain(listVitestFailures({ ...first, errors: [race] }))).toEqual([]);
});

test("no second try makes up for a promise that nobody awaited in either run, or a hook that fails again", () => {
  const [first, again] = [vitest(["two", "failed"]), vitest(["two", "passed"])];
  const odd = { file: null, name: "an error outside of tests", message: "nobody awaited it" };
  for (const [reports, failure] of [
    [[{ ...first, errors: [odd] }, again], "an error outside of tests\n      nobody awaited it"],
    [[first, { ...again, errors: [odd] }], "an error outside of tests\n      nobody awaited it"],
    [[first, { ...again, errors: [hook] }], "a.test.ts group\n      the hook broke"],
  ] as const)
    expect(readVitestReport(reports[0], reports[1])).toMatchObject({
      passed: 1,
      failed: 1,
      failures: [failure],
    });
  const both = [
    { ...first, errors: [hook] },
    { ...again, errors: [hook] },
  ];
  expect(readVitestReport(both[0], both[1])).toMatchObject({ passed: 1, failed: 2 });
  expect(listVitestFailures({ ...vitest(), errors: [odd] })).toEqual([]);
});

test("of tests with the same title each has to pass by itself", () => {
  const first = vitest(["same", "passed"], ["same", "failed"]);
  expect(readVitestReport(first, first)).toMatchObject({ passed: 1, failed: 1, secondTries: [] });
});

const flaky = (file: string, title: string) => ({
  title,
  file,
  tests: [{ status: "flaky", results: [{ errors: [{ message: "Timed out" }] }, {}] }],
});

test("a browser test that passed at its second try is told; one of a promise fails, also by the title of its group", () => {
  const suites = [
    { title: "a.spec.ts", specs: [flaky("a.spec.ts", "opens"), flaky("canary.spec.ts", "keeps the secret")] },
    { title: "b.spec.ts", specs: [], suites: [{ title: "races", specs: [flaky("b.spec.ts", "opens")] }] },
  ];
  expect(readPlaywrightReport({ suites, errors: [] })).toEqual({
    ...nothing,
    passed: 1,
    failed: 2,
    failures: [
      "canary.spec.ts › keeps the secret\n      Timed out",
      "b.spec.ts › races › opens\n      Timed out",
    ],
    secondTries: ["a.spec.ts › opens\n      Timed out"],
  });
});

test("browser tests of five files that pass at their second try have failed", () => {
  const specs = ["a", "b", "c", "d", "e"].map((name) => flaky(`${name}.spec.ts`, "opens"));
  const counts = (some: typeof specs) =>
    readPlaywrightReport({ suites: [{ title: "", specs: some }], errors: [] });
  expect(counts(specs)).toMatchObject({ passed: 0, failed: 5 });
  expect(counts(specs.slice(1))).toMatchObject({ passed: 4, failed: 0 });
});
