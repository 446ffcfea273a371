import { expect, test } from "vitest";
import { readPlaywrightReport, readVitestReport } from "@/scripts/test/read-reports";
import { pickFilesToTryAgain } from "@/scripts/test/second-try";
import { nothing } from "@/scripts/test/step";

const failed = (file: string, fullTitle = "answers") => ({ file, fullTitle, state: "failed" });

test("up to four files with failures are tried again, each once", () => {
  const tests = [failed("a.test.ts"), failed("a.test.ts", "waits"), failed("b.test.ts")];
  const passed = { file: "c.test.ts", fullTitle: "x", state: "passed" };
  expect(pickFilesToTryAgain([...tests, passed])).toEqual(["a.test.ts", "b.test.ts"]);
  expect(pickFilesToTryAgain(["a", "b", "c", "d", "e"].map((file) => failed(file)))).toEqual([]);
});

test.each([
  failed("services/tokens/races.test.ts"),
  failed("api/verify/revocation.test.ts"),
  failed("api/canary.test.ts"),
  failed("e2e/cluster/linearizability.test.ts"),
  failed("x.test.ts", "fifty creations at once make one token"),
  failed("x.test.ts", "a withdrawn permission is never answered valid"),
])("what a busy machine does not explain is not tried again: $file $fullTitle", (one) => {
  expect(pickFilesToTryAgain([one, failed("b.test.ts")])).toEqual([]);
});

const vitest = (...tests: [title: string, status: string][]) => ({
  testResults: [
    {
      name: "a.test.ts",
      status: "failed",
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

test("a browser test that passed at its second try is told; one of a promise fails", () => {
  const spec = (file: string, title: string) => ({
    title,
    file,
    tests: [{ status: "flaky", results: [{ errors: [{ message: "Timed out" }] }, {}] }],
  });
  const specs = [spec("a.spec.ts", "opens"), spec("canary.spec.ts", "keeps the secret")];
  expect(readPlaywrightReport({ suites: [{ title: "", specs }], errors: [] })).toEqual({
    ...nothing,
    passed: 1,
    failed: 1,
    failures: ["canary.spec.ts › keeps the secret\n      Timed out"],
    secondTries: ["a.spec.ts › opens\n      Timed out"],
  });
});
