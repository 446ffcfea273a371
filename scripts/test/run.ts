import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { bundlePrograms } from "@/scripts/bootstrap/bundles.mjs";
import { reportFailure } from "@/scripts/bootstrap/main.mjs";
import { createProgress } from "@/scripts/bootstrap/progress.mjs";
import { buildDesk } from "@/scripts/start/build-desk";
import { requireBrowser } from "@/scripts/test/find-browser";
import { requirePrograms } from "@/scripts/test/find-programs";
import {
  listPlaywrightTests,
  listVitestFailures,
  listVitestTests,
  readPlaywrightReport,
  readVitestReport,
} from "@/scripts/test/read-reports";
import { pickFilesToTryAgain } from "@/scripts/test/second-try";
import {
  countStatements,
  describeStatements,
  matchStatements,
  readStatements,
} from "@/scripts/test/statements";
import {
  add,
  type Counts,
  countStep,
  countTests,
  holdAgainstExit,
  type KeptOutput,
  keepOutput,
  nothing,
  runInOpen,
} from "@/scripts/test/step";

const next = "node_modules/next/dist/bin/next";
const biome = "node_modules/@biomejs/biome/bin/biome";
const vitest = "node_modules/vitest/vitest.mjs";

// The parts that need no build.
const withoutProduct = ["unit", "integration", "isolated"];
const reports = "test-results";
const idPattern = "\\b(Z[OEPI]|RZ)-[0-9]{2}\\b";

export type TestRun = {
  readonly root: string;
  /** Everything; what needs no database and no build; or only the tests that prove a portal's statement. */
  readonly scope: "all" | "quick" | "portals";
};

/** Runs the checks in the open, then says what failed and ends with the count. Returns the exit code. */
export async function main({ root, scope }: TestRun): Promise<number> {
  process.chdir(root);
  // Codes of colours make logs unreadable.
  if (!process.stdout.isTTY) Object.assign(process.env, { NO_COLOR: "1", FORCE_COLOR: "0" });
  let total = nothing;
  const part = async (title: string, work: () => Promise<Counts>) => {
    console.log(`\n── ${title}`);
    const started = Date.now();
    const counts = await work().catch((error: unknown) => failedStep(title, error));
    total = add(total, counts);
    console.log(`── ${title}: ${counts.failed === 0 ? "good" : "FAILED"} (${seconds(started)})`);
    return counts.failed === 0;
  };

  if (scope !== "portals") {
    await part("Format and lint", () =>
      countStep("format and lint", [biome, "ci", "--colors", process.stdout.isTTY ? "force" : "off", "."]),
    );
    await part("Types", async () => {
      // Next.js writes the types of routes; those of an earlier version, or of an old `npm run dev`, would contradict today's.
      rmSync(".next/dev/types", { recursive: true, force: true });
      await countStep("types of routes", [next, "typegen"]);
      return countStep("types", ["node_modules/typescript/bin/tsc", "--noEmit"]);
    });
  }
  const only = scope === "portals" ? idPattern : null;
  // Beside the tests that wait for a database most of their time; told in its own part.
  const build = scope === "quick" ? null : startBuild(root);
  let browser: Promise<string> | null = null;
  await part(scope === "quick" ? "Unit" : "Unit and integration", async () => {
    if (scope !== "quick") {
      requirePrograms(console.log);
      browser = requireBrowser(console.log);
      // Whoever awaits it later is told of a failure.
      browser.catch(() => undefined);
    }
    return startVitest(scope === "quick" ? ["unit"] : withoutProduct, only).finish();
  });
  if (build !== null) {
    const isBuilt = await part("Production build", async () => {
      console.log(await build);
      return { ...nothing, passed: 1 };
    });
    if (isBuilt) {
      if (scope === "all")
        await part("Three nodes under faults", () => startVitest(["cluster"], null).finish());
      // Waits for starts and ends most of its time; told in its own part.
      const restarts = scope === "all" ? startVitest(["product"], null, keepOutput()) : null;
      await part("In the browser", () => countBrowserTests(browser, only));
      if (restarts !== null)
        await part("Start, stop and recovery (beside the browser)", () => restarts.finish());
      await part("The portals' statements", async () => countProved(root, scope === "portals"));
    }
  }

  if (total.secondTries.length > 0)
    console.log(`\nPassed at a second try:\n${total.secondTries.map((name) => `  ! ${name}`).join("\n")}`);
  if (total.failed > 0) console.log(`\nFailed:\n${total.failures.map((name) => `  ✗ ${name}`).join("\n")}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

/** Builds programs and desk; resolves with what there is to say of it. */
function startBuild(root: string): Promise<string> {
  const lines: string[] = [];
  const progress = createProgress({ isTTY: false, write: (line: string) => lines.push(line) });
  const build = (async () => {
    await bundlePrograms(root, progress);
    await buildDesk(root, progress);
    return lines
      .filter((line) => !line.startsWith("  "))
      .join("")
      .trimEnd();
  })();
  // Whoever awaits it later is told of a failure.
  build.catch(() => undefined);
  return build;
}

function failedStep(title: string, error: unknown): Counts {
  reportFailure(error);
  return { ...nothing, failed: 1, failures: [title] };
}

type StartedTests = {
  /** Tells of them, from now on in the open, and tries again what may be tried again: nothing runs beside that. */
  finish(): Promise<Counts>;
};

function startVitest(projects: string[], only: string | null, output?: KeptOutput): StartedTests {
  const [report, again] = reportsOf(projects);
  rmSync(again, { force: true });
  const argsOf = (file: string) => [
    ...[vitest, "run", ...projects.flatMap((project) => ["--project", project])],
    ...["--reporter=dot", "--reporter=./scripts/test/json-reporter.ts", `--outputFile.json=${file}`],
    ...(only === null ? [] : ["-t", only]),
  ];
  const name = projects.join(" and ");
  const isPicked = only !== null;
  const first = countTests(name, argsOf(report), report, readVitestReport, { isPicked, output });
  // Whoever awaits it later is told of a failure.
  first.catch(() => undefined);
  return {
    async finish() {
      output?.tell();
      const counts = await first;
      const files = existsSync(report) ? pickFilesToTryAgain(listVitestFailures(readJson(report))) : [];
      if (files.length === 0) return counts;
      console.log(`\nOnce more, alone: ${files.map((file) => path.relative(".", file)).join(", ")}`);
      const code = await runInOpen([...argsOf(again), "--maxWorkers=1", ...files]);
      if (!existsSync(again)) return counts;
      const both = readVitestReport(readJson(report), readJson(again));
      return holdAgainstExit(`${name}, once more`, isPicked ? { ...both, skipped: 0 } : both, code);
    },
  };
}

const reportsOf = (projects: string[]): [first: string, again: string] => {
  const name = `${reports}/${projects.join("-")}`;
  return [`${name}.json`, `${name}-again.json`];
};

const readJson = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));

async function countBrowserTests(browser: Promise<string> | null, only: string | null): Promise<Counts> {
  const report = `${reports}/e2e.json`;
  process.env.CHROMIUM_PATH = await (browser ?? requireBrowser(console.log));
  process.env.KEYDESK_E2E_REPORT = report;
  const grep = only === null ? [] : ["--grep", only];
  return countTests(
    "e2e",
    ["node_modules/@playwright/test/cli.js", "test", ...grep],
    report,
    readPlaywrightReport,
  );
}

// From the reports that the parts before have just written.
function countProved(root: string, isTold: boolean): Counts {
  const [report, again] = reportsOf(withoutProduct);
  const tests = [
    ...listVitestTests(readJson(report), existsSync(again) ? readJson(again) : undefined),
    ...listPlaywrightTests(readJson(`${reports}/e2e.json`)),
  ];
  const named = tests.map((test) => ({ ...test, file: path.relative(root, path.resolve("e2e", test.file)) }));
  const matched = matchStatements(readStatements(root), named);
  const counts = countStatements(matched);
  if (isTold || counts.failed > 0) console.log(describeStatements(matched));
  return counts;
}

function seconds(started: number): string {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}
