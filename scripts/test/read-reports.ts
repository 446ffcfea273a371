import { z } from "zod";
import { describeFailure } from "@/scripts/test/failure-text";
import { mayBeTriedAgain } from "@/scripts/test/second-try";
import { add, type Counts, nothing } from "@/scripts/test/step";

/** One test as a report tells it. `file` as the runner names it. */
export type TestOutcome = {
  readonly file: string;
  readonly title: string;
  /** The title with those of the groups around it. */
  readonly fullTitle: string;
  readonly state: "passed" | "failed" | "skipped";
  /** Passed when it was tried again; `errors` tell of the first try. */
  readonly isSecondTry?: boolean;
  /** What went wrong, with file and line. */
  readonly errors: readonly string[];
};

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(
        z.object({
          title: z.string().optional(),
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** The tests of Vitest's JSON report. `again`: the report of the failed files' second run. */
export function listVitestTests(report: unknown, again?: unknown): TestOutcome[] {
  const second = again === undefined ? [] : listVitestTests(again);
  return vitestReport.parse(report).testResults.flatMap((file) =>
    file.assertionResults.map((test) => {
      const one: TestOutcome = {
        file: file.name,
        title: test.title ?? test.fullName,
        fullTitle: test.fullName,
        state: stateOf(test.status),
        errors: test.failureMessages ?? [],
      };
      const passes = second.some(
        (other) => other.file === one.file && other.fullTitle === one.fullTitle && other.state === "passed",
      );
      return one.state === "failed" && passes ? afterSecondTry(one) : one;
    }),
  );
}

/** Counts from Vitest's JSON report; a file that fails without a failed test (it does not load) counts as one. */
export function readVitestReport(report: unknown, again?: unknown): Counts {
  const tests = countOutcomes(listVitestTests(report, again));
  const unloaded = vitestReport
    .parse(report)
    .testResults.filter(
      (file) =>
        file.status === "failed" && file.assertionResults.every((test) => stateOf(test.status) !== "failed"),
    )
    .map((file) => failure(file.name, [file.message]));
  return [tests, ...unloaded].reduce(add, nothing);
}

const failedResult = z.object({
  errors: z
    .array(
      z.object({
        message: z.string().optional(),
        location: z.object({ file: z.string(), line: z.number() }).optional(),
      }),
    )
    .default([]),
});
const playwrightTest = z.object({ status: z.string(), results: z.array(failedResult).default([]) });

type Suite = {
  title: string;
  suites?: Suite[];
  specs: { title: string; file: string; tests: z.infer<typeof playwrightTest>[] }[];
};
const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({
    title: z.string(),
    suites: z.array(suite).optional(),
    specs: z.array(z.object({ title: z.string(), file: z.string(), tests: z.array(playwrightTest) })),
  }),
);
const playwrightReport = z.object({
  suites: z.array(suite),
  errors: z.array(z.object({ message: z.string().optional() })),
});

/** The tests of Playwright's JSON report. */
export function listPlaywrightTests(report: unknown): TestOutcome[] {
  return playwrightReport.parse(report).suites.flatMap(listSuite);
}

function listSuite(one: Suite): TestOutcome[] {
  const own = one.specs.flatMap(({ file, title, tests }) =>
    tests.map(({ status, results }) => {
      const one: TestOutcome = {
        file,
        title,
        fullTitle: `${file} › ${title}`,
        state: stateOf(status),
        errors: results
          .flatMap((result) => result.errors)
          .map(({ message = "", location: at }) => (at ? `at ${at.file}:${at.line}\n${message}` : message)),
      };
      return status === "flaky" ? afterSecondTry(one) : one;
    }),
  );
  return [...own, ...(one.suites ?? []).flatMap(listSuite)];
}

/** Counts from Playwright's JSON report; an error outside of tests (in the set-up) counts as one. */
export function readPlaywrightReport(report: unknown): Counts {
  const tests = countOutcomes(listPlaywrightTests(report));
  const outside = playwrightReport
    .parse(report)
    .errors.map(({ message = "" }) => failure("e2e: an error outside of tests", [message]));
  return [tests, ...outside].reduce(add, nothing);
}

function stateOf(status: string): TestOutcome["state"] {
  if (status === "passed" || status === "expected") return "passed";
  return ["skipped", "pending", "todo", "disabled"].includes(status) ? "skipped" : "failed";
}

function countOutcomes(tests: readonly TestOutcome[]): Counts {
  const in_ = (state: TestOutcome["state"]) => tests.filter((test) => test.state === state);
  const describe = (test: TestOutcome) => describeFailure(test.fullTitle, test.errors);
  return {
    passed: in_("passed").length,
    failed: in_("failed").length,
    skipped: in_("skipped").length,
    failures: in_("failed").map(describe),
    secondTries: in_("passed")
      .filter((test) => test.isSecondTry)
      .map(describe),
  };
}

function afterSecondTry(test: TestOutcome): TestOutcome {
  return mayBeTriedAgain(test) ? { ...test, state: "passed", isSecondTry: true } : test;
}

function failure(name: string, errors: readonly string[]): Counts {
  return { ...nothing, failed: 1, failures: [describeFailure(name, errors)] };
}
