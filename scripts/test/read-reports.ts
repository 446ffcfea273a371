import { z } from "zod";
import { add, type Counts, nothing } from "@/scripts/test/step";

/** One test as a report tells it. `file` as the runner names it. */
export type TestOutcome = {
  readonly file: string;
  readonly title: string;
  /** The title with those of the groups around it. */
  readonly fullTitle: string;
  readonly state: "passed" | "failed" | "skipped";
};

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(
        z.object({ title: z.string().optional(), fullName: z.string(), status: z.string() }),
      ),
    }),
  ),
});

/** The tests of Vitest's JSON report. */
export function listVitestTests(report: unknown): TestOutcome[] {
  return vitestReport.parse(report).testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({
      file: file.name,
      title: test.title ?? test.fullName,
      fullTitle: test.fullName,
      state: stateOf(test.status),
    })),
  );
}

/** Counts from Vitest's JSON report; a file that fails without a failed test (it does not load) counts as one. */
export function readVitestReport(report: unknown): Counts {
  const tests = countOutcomes(listVitestTests(report), (test) => test.fullTitle);
  const unloaded = vitestReport
    .parse(report)
    .testResults.filter(
      (file) =>
        file.status === "failed" && file.assertionResults.every((test) => stateOf(test.status) !== "failed"),
    )
    .map((file) => failure(`${file.name}: ${file.message.split("\n")[0]}`));
  return [tests, ...unloaded].reduce(add, nothing);
}

type Suite = {
  title: string;
  suites?: Suite[];
  specs: { title: string; file: string; tests: { status: string }[] }[];
};
const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({
    title: z.string(),
    suites: z.array(suite).optional(),
    specs: z.array(
      z.object({ title: z.string(), file: z.string(), tests: z.array(z.object({ status: z.string() })) }),
    ),
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
    tests.map((test) => ({ file, title, fullTitle: `${file} › ${title}`, state: stateOf(test.status) })),
  );
  return [...own, ...(one.suites ?? []).flatMap(listSuite)];
}

/** Counts from Playwright's JSON report; an error outside of tests (in the set-up) counts as one. */
export function readPlaywrightReport(report: unknown): Counts {
  const tests = countOutcomes(listPlaywrightTests(report), (test) => test.fullTitle);
  const outside = playwrightReport
    .parse(report)
    .errors.map(({ message }) => failure(`e2e: ${message?.split("\n")[0] ?? "an error outside of tests"}`));
  return [tests, ...outside].reduce(add, nothing);
}

function stateOf(status: string): TestOutcome["state"] {
  if (status === "passed" || status === "expected") return "passed";
  return ["skipped", "pending", "todo", "disabled"].includes(status) ? "skipped" : "failed";
}

function countOutcomes(tests: readonly TestOutcome[], name: (test: TestOutcome) => string): Counts {
  const in_ = (state: TestOutcome["state"]) => tests.filter((test) => test.state === state);
  const failed = in_("failed");
  return {
    passed: in_("passed").length,
    failed: failed.length,
    skipped: in_("skipped").length,
    failures: failed.map(name),
  };
}

function failure(name: string): Counts {
  return { ...nothing, failed: 1, failures: [name] };
}
