import { z } from "zod";
import { describeFailure } from "@/scripts/test/failure-text";
import { mayBeTriedAgain, mayFilesBeTriedAgain, type Outcome } from "@/scripts/test/second-try";
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
  // Of our reporter: a file that does not load, a hook; and, of no file, a promise that nobody awaited.
  errors: z.array(z.object({ file: z.string().nullable(), name: z.string(), message: z.string() })),
});

/** The tests of Vitest's JSON report. `again`: the report of the failed files' second run; what fails only there has failed too. */
export function listVitestTests(report: unknown, again?: unknown): TestOutcome[] {
  const second = new Map(again === undefined ? [] : numberTests(listVitestTests(again)));
  const first = vitestReport.parse(report).testResults.flatMap((file) =>
    file.assertionResults.map(
      (test): TestOutcome => ({
        file: file.name,
        title: test.title ?? test.fullName,
        fullTitle: test.fullName,
        state: stateOf(test.status),
        errors: test.failureMessages ?? [],
      }),
    ),
  );
  return numberTests(first).map(([key, test]) => {
    const other = second.get(key);
    if (test.state === "failed") return other?.state === "passed" ? afterSecondTry(test) : test;
    // What a hook left out may have run the second time.
    return other?.state === "failed" || test.state === "skipped" ? (other ?? test) : test;
  });
}

/** What Vitest's report tells of failures, for who picks files to try again: those of tests, and those of hooks and files. */
export function listVitestFailures(report: unknown): Outcome[] {
  const outside = vitestReport
    .parse(report)
    .errors.flatMap(({ file, name }) =>
      file === null ? [] : [{ file, fullTitle: name.replace(file, ""), state: "failed" as const }],
    );
  return [...listVitestTests(report).filter(({ state }) => state === "failed"), ...outside];
}

/** Each test with what tells it from all others: several of a file may have the same title. */
function numberTests(tests: readonly TestOutcome[]): [key: string, test: TestOutcome][] {
  const seen = new Map<string, number>();
  return tests.map((test) => {
    const name = JSON.stringify([test.file, test.fullTitle]);
    const place = (seen.get(name) ?? 0) + 1;
    seen.set(name, place);
    return [`${name} ${place}`, test];
  });
}

/**
 * Counts from Vitest's JSON report; each error outside of tests counts as one failure, in whichever run it was, but for a hook or a file
 * that failed only the first time.
 */
export function readVitestReport(report: unknown, again?: unknown): Counts {
  const tests = countOutcomes(listVitestTests(report, again));
  const first = vitestReport.parse(report);
  if (again === undefined) return [tests, ...first.errors.map(outsideFailure)].reduce(add, nothing);
  const second = vitestReport.parse(again);
  const passesNow = ({ file, name }: OutsideError) =>
    file !== null &&
    mayBeTriedAgain({ file, fullTitle: name.replace(file, "") }) &&
    second.testResults.some((result) => result.name === file) &&
    !second.errors.some((error) => error.file === file);
  const outside = first.errors.map((error) =>
    passesNow(error)
      ? { ...nothing, secondTries: [describeFailure(error.name, [error.message])] }
      : outsideFailure(error),
  );
  return [tests, ...outside, ...second.errors.map(outsideFailure)].reduce(add, nothing);
}

type OutsideError = z.infer<typeof vitestReport>["errors"][number];

const outsideFailure = ({ name, message }: OutsideError) => failure(name, [message]);

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

/** The tests of Playwright's JSON report, which tries failed ones again by itself. */
export function listPlaywrightTests(report: unknown): TestOutcome[] {
  const tests = playwrightReport.parse(report).suites.flatMap((file) => listSuite(file, []));
  const isFew = mayFilesBeTriedAgain(tests.map(({ test }) => test));
  return tests.map(({ test, isFlaky }) => (isFlaky && isFew ? afterSecondTry(test) : test));
}

// The outermost suite is the file, whose name each test has anyway.
function listSuite(one: Suite, groups: readonly string[]): { test: TestOutcome; isFlaky: boolean }[] {
  const own = one.specs.flatMap(({ file, title, tests }) =>
    tests.map(({ status, results }) => {
      const errors = results
        .flatMap((result) => result.errors)
        .map(({ message = "", location: at }) => (at ? `at ${at.file}:${at.line}\n${message}` : message));
      const fullTitle = [file, ...groups, title].join(" › ");
      return {
        test: { file, title, fullTitle, state: stateOf(status), errors },
        isFlaky: status === "flaky",
      };
    }),
  );
  return [...own, ...(one.suites ?? []).flatMap((inner) => listSuite(inner, [...groups, inner.title]))];
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
