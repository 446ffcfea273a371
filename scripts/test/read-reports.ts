import { z } from "zod";
import { add, type Counts, nothing } from "@/scripts/test/step";

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

/** Counts from Vitest's JSON report; a file that fails without a failed test (it does not load) counts as one. */
export function readVitestReport(report: unknown): Counts {
  return vitestReport
    .parse(report)
    .testResults.map((file) => {
      const counts = file.assertionResults
        .map((test) => countOne(test.status, test.fullName))
        .reduce(add, nothing);
      if (file.status !== "failed" || counts.failed > 0) return counts;
      return add(counts, {
        ...nothing,
        failed: 1,
        failures: [`${file.name}: ${file.message.split("\n")[0]}`],
      });
    })
    .reduce(add, nothing);
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

/** Counts from Playwright's JSON report; an error outside of tests (in the set-up) counts as one. */
export function readPlaywrightReport(report: unknown): Counts {
  const { suites, errors } = playwrightReport.parse(report);
  const outside = errors.map(({ message }) => ({
    ...nothing,
    failed: 1,
    failures: [`e2e: ${message?.split("\n")[0] ?? "an error outside of tests"}`],
  }));
  return [...suites.map(countSuite), ...outside].reduce(add, nothing);
}

function countSuite(one: Suite): Counts {
  const own = one.specs.flatMap((spec) =>
    spec.tests.map((test) => countOne(test.status, `${spec.file} › ${spec.title}`)),
  );
  return [...own, ...(one.suites ?? []).map(countSuite)].reduce(add, nothing);
}

function countOne(status: string, name: string): Counts {
  switch (status) {
    case "passed":
    case "expected":
      return { ...nothing, passed: 1 };
    case "skipped":
    case "pending":
    case "todo":
    case "disabled":
      return { ...nothing, skipped: 1 };
    default:
      return { ...nothing, failed: 1, failures: [name] };
  }
}
