import { mkdirSync } from "node:fs";
import path from "node:path";
import { describeRun } from "@/bench/verify/machine";
import { keepSection } from "@/bench/verify/results-file";
import { measureGrowth } from "@/bench/verify/sections/growth";
import { measureMemory } from "@/bench/verify/sections/memory";
import { measureOverload } from "@/bench/verify/sections/overload";
import { measureP99 } from "@/bench/verify/sections/p99";
import { measurePeers } from "@/bench/verify/sections/peers";
import { measureVerify } from "@/bench/verify/sections/verify";
import { readSettings, type SectionName } from "@/bench/verify/settings";
import { openStage, type Stage } from "@/bench/verify/stage/stage";
import { bundlePrograms } from "@/scripts/bootstrap/bundles.mjs";
import { generatePrismaClient } from "@/scripts/bootstrap/prisma-client.mjs";
import { createProgress } from "@/scripts/bootstrap/progress.mjs";
import { requirePrograms } from "@/scripts/test/find-programs";

/** `npm run bench`: what verification costs, beside references measured in the same run. bench/README.md says how to use it. */
const measure: Readonly<Record<SectionName, (stage: Stage) => Promise<string>>> = {
  peers: measurePeers,
  verify: measureVerify,
  p99: measureP99,
  overload: measureOverload,
  growth: measureGrowth,
  memory: measureMemory,
};

// Leaving by process.exit, as an end, takes all that was started along.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const settings = readSettings(process.env);
const root = path.dirname(import.meta.dirname);
const started = performance.now();
requirePrograms(console.log, ["wrk", "gcc", "nginx"]);
mkdirSync(settings.folder, { recursive: true, mode: 0o711 });
const progress = createProgress(process.stdout);
await generatePrismaClient(root, progress);
await bundlePrograms(root, progress);
const stage = await openStage(root, settings);
for (const name of settings.sections) {
  console.log(`\n${name}`);
  const run = describeRun(root, stage.server);
  const body = await measure[name](stage).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
    return null;
  });
  // The others may well succeed, and minutes have been spent.
  if (body === null) continue;
  console.log(`\n${body}\n`);
  // A run of fewer rounds, or of some targets alone, is for trying things out.
  if (settings.isWhole) keepSection(path.join(import.meta.dirname, "results.md"), name, run, body);
}
await stage.end();
console.log(`${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
process.exit();
