import { existsSync } from "node:fs";
import { bundlePrograms } from "@/scripts/bootstrap/bundles.mjs";
import { reportFailure } from "@/scripts/bootstrap/main.mjs";
import { createProgress } from "@/scripts/bootstrap/progress.mjs";
import { buildDesk } from "@/scripts/start/build-desk";
import { requireBrowser } from "@/scripts/test/find-browser";
import { readPlaywrightReport, readVitestReport } from "@/scripts/test/read-reports";
import { add, type Counts, countStep, countTests, nothing } from "@/scripts/test/step";

const next = "node_modules/next/dist/bin/next";
const biome = "node_modules/@biomejs/biome/bin/biome";
const vitest = "node_modules/vitest/vitest.mjs";

/** Runs the checks in the open, then says what failed and ends with the count. Returns the exit code. */
export async function main({ root, quick }: { root: string; quick: boolean }): Promise<number> {
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

  await part("Format and lint", () =>
    countStep("format and lint", [biome, "ci", "--colors", process.stdout.isTTY ? "force" : "off", "."]),
  );
  await part("Types", async () => {
    // Next.js writes the types that its own imports and routes need.
    if (!existsSync("next-env.d.ts")) await countStep("types of routes", [next, "typegen"]);
    return countStep("types", ["node_modules/typescript/bin/tsc", "--noEmit"]);
  });
  await part(quick ? "Unit" : "Unit and integration", () =>
    countVitest(quick ? ["unit"] : ["unit", "integration"]),
  );
  if (!quick) {
    const isBuilt = await part("Production build", async () => {
      const progress = createProgress(process.stdout);
      await bundlePrograms(root, progress);
      await buildDesk(root, progress);
      return { ...nothing, passed: 1 };
    });
    if (isBuilt) {
      await part("Start, stop and recovery", () => countVitest(["product"]));
      await part("In the browser", countBrowserTests);
    }
  }

  if (total.failed > 0) console.log(`\nFailed:\n${total.failures.map((name) => `  ✗ ${name}`).join("\n")}`);
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

function failedStep(title: string, error: unknown): Counts {
  reportFailure(error);
  return { ...nothing, failed: 1, failures: [title] };
}

function countVitest(projects: string[]): Promise<Counts> {
  const report = `test-results/${projects.join("-")}.json`;
  const args = projects.flatMap((project) => ["--project", project]);
  const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
  return countTests(projects.join(" and "), [vitest, "run", ...args, ...reporters], report, readVitestReport);
}

function countBrowserTests(): Promise<Counts> {
  const report = "test-results/e2e.json";
  process.env.CHROMIUM_PATH = requireBrowser(console.log);
  process.env.KEYDESK_E2E_REPORT = report;
  return countTests("e2e", ["node_modules/@playwright/test/cli.js", "test"], report, readPlaywrightReport);
}

function seconds(started: number): string {
  return `${((Date.now() - started) / 1000).toFixed(1)} s`;
}
