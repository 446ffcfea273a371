import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type BrokenVariant, brokenVariants } from "@/e2e/cluster/broken/variants";
import { bundleApi } from "@/e2e/cluster/processes/bundle-api";
import { type ClusterDatabase, openClusterDatabase } from "@/e2e/cluster/processes/database";
import { runTrial } from "@/e2e/cluster/run-trial";
import { brokenTrial, changeKinds, shortTrial } from "@/e2e/cluster/trials";
import { type Land, openLand } from "@/e2e/cluster/workload/land";

const root = process.cwd();
const seed = Number(process.env.KEYDESK_CLUSTER_SEED ?? 20_261_121);

let folder: string;
let database: ClusterDatabase;
let land: Land;

beforeAll(async () => {
  mkdirSync(path.join(root, "test-results"), { recursive: true });
  // Inside the project: a bundle finds its packages from where it lies.
  folder = mkdtempSync(path.join(root, "test-results/cluster-"));
  database = await openClusterDatabase();
  land = await openLand(database.url);
});

afterAll(async () => {
  await land?.close();
  await database?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const run = async (variant: BrokenVariant | null, trial: Parameters<typeof runTrial>[3]) =>
  runTrial(await bundleApi(root, folder, variant), database, land, trial);

test(`three nodes under kill -9, SIGSTOP, resets, bad links and wrong clocks: every history is linearizable (seed ${seed})`, async () => {
  const report = await run(null, shortTrial(seed));
  expect(report.violations.join("\n\n")).toBe("");
  expect(report.judged).toBeGreaterThan(1_000);
  expect(Object.entries(report.faults).filter(([, times]) => times === 0)).toEqual([]);
  for (const kind of changeKinds) {
    expect(report.byKind[kind]?.done, kind).toBeGreaterThan(0);
  }
});

describe("the harness finds a build with", () => {
  const variants = Object.entries(brokenVariants) as [BrokenVariant, { title: string }][];
  test.each(variants.map(([variant, { title }]) => ({ variant, title })))("$title", async ({ variant }) => {
    const { violations } = await run(variant, brokenTrial(seed));
    expect(violations.length).toBeGreaterThan(0);
  });
});
