// npm run test:linearizability -- --operations 1000000
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { type BrokenVariant, brokenVariants } from "@/e2e/cluster/broken/variants";
import { bundleApi } from "@/e2e/cluster/processes/bundle-api";
import { type ClusterDatabase, openClusterDatabase } from "@/e2e/cluster/processes/database";
import { type Caught, writeReport } from "@/e2e/cluster/report";
import { runTrial, type TrialReport } from "@/e2e/cluster/run-trial";
import { brokenTrial, longTrial } from "@/e2e/cluster/trials";
import { type Land, openLand } from "@/e2e/cluster/workload/land";

const { values } = parseArgs({
  options: {
    operations: { type: "string", default: "1000000" },
    "minutes-max": { type: "string", default: "60" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    report: { type: "string", default: "bench/results/linearizability.md" },
  },
});
const operations = Number(values.operations);
const secondsMax = 60 * Number(values["minutes-max"]);
const seed = Number(values.seed);
if (![operations, secondsMax, seed].every((number) => Number.isFinite(number) && number > 0)) {
  console.error("--operations, --minutes-max and --seed must be numbers above 0.");
  process.exit(2);
}

async function main(): Promise<number> {
  const root = process.cwd();
  mkdirSync("test-results", { recursive: true });
  const folder = mkdtempSync(path.join(root, "test-results/cluster-"));
  const database = await openClusterDatabase();
  const land = await openLand(database.url);
  try {
    console.log(`Seed ${seed}; ${operations} operations.`);
    const caught = await tryBroken(root, folder, database, land);
    const trial = longTrial(seed, operations, secondsMax);
    const report = await runTrial(await bundleApi(root, folder, null), database, land, {
      ...trial,
      onProgress: tellProgress,
    });
    writeFileSync(values.report, writeReport({ seed, wanted: operations, report, caught }));
    console.log(`Written: ${values.report}`);
    for (const violation of report.violations) console.error(`\nVIOLATION\n${violation}`);
    const isBlunt = caught.some(({ violation }) => violation === null);
    if (isBlunt) console.error("\nA build with a mistake was not found out: this run proves nothing.");
    return report.violations.length > 0 || isBlunt ? 1 : 0;
  } finally {
    await land.close();
    await database.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** First of all: would a mistake be found? */
async function tryBroken(
  root: string,
  folder: string,
  database: ClusterDatabase,
  land: Land,
): Promise<Caught[]> {
  const caught: Caught[] = [];
  for (const variant of Object.keys(brokenVariants) as BrokenVariant[]) {
    const bundle = await bundleApi(root, folder, variant);
    const { seconds, answered, violations } = await runTrial(bundle, database, land, brokenTrial(seed));
    caught.push({ variant, seconds, answered, violation: violations[0] ?? null });
    const { title } = brokenVariants[variant];
    console.log(
      `${title}: ${violations.length > 0 ? "found" : "NOT FOUND"} after ${seconds.toFixed(1)} s, ${answered} operations`,
    );
  }
  return caught;
}

function tellProgress({ seconds, answered, groups, violations, faults }: TrialReport): void {
  const befallen = Object.values(faults).reduce((sum, times) => sum + times, 0);
  console.log(
    `${seconds.toFixed(0).padStart(5)} s  ${String(answered).padStart(8)} operations  ${groups} histories judged  ${befallen} faults  ${violations.length} violations`,
  );
}

process.exit(await main());
