import pg from "pg";
import { afterEach, beforeAll, expect, test } from "vitest";
import { bundlePrograms } from "@/scripts/bootstrap/bundles.mjs";
import { createProgress } from "@/scripts/bootstrap/progress.mjs";
import { bundleWithMistake } from "@/scripts/crashes/broken-bundle";
import { type Deployment, openDeployment } from "@/scripts/crashes/deployment";
import { prepareGround } from "@/scripts/crashes/ground";
import { runTrial, type TrialOptions } from "@/scripts/crashes/trial";

// A minute on two cores that have nothing else to do.
const timeout = 900_000;
const opened: Deployment[] = [];
// "again": a writer whom nobody answered asked with the same key after the restart, and was told then that it was done.
const acknowledgedAndLost = /was acknowledged(?: again)?, and has 0 events/;
beforeAll(() => bundlePrograms(process.cwd(), createProgress({ isTTY: false, write: () => true })));
afterEach(async () => {
  await Promise.all(opened.splice(0).map((deployment) => deployment.stop()));
});

async function killAndCompare(options: TrialOptions, deployment: Deployment) {
  const rounds = await runTrial(deployment, await prepareGround(deployment), options);
  return { rounds, violations: rounds.flatMap((round) => round.violations) };
}

async function open(bundle?: string): Promise<Deployment> {
  const deployment = await openDeployment({ bundle });
  opened.push(deployment);
  return deployment;
}

test("kill -9 of everything during writes: every acknowledged action is there with its one audit event, and the reverse", {
  timeout,
}, async () => {
  const { rounds, violations } = await killAndCompare({ rounds: 4 }, await open());
  expect(violations).toEqual([]);
  for (const round of rounds) {
    // PostgreSQL with its sessions and both APIs.
    expect(round.killed).toBeGreaterThan(10);
    expect(round.acknowledged).toBeGreaterThan(20);
    expect(round.unknown).toBeGreaterThan(0);
    expect(round.uses).toBeGreaterThan(20);
    // Counted each second; writing takes its time on a loaded machine.
    expect(round.lostAgeMs).toBeLessThan(10_000);
  }
});

// What the comparison is worth: these two mistakes lose nothing as long as nothing dies.
test("a database that acknowledges before it has written is found out", { timeout }, async () => {
  const deployment = await open();
  const client = new pg.Client({ connectionString: deployment.databaseUrl });
  await client.connect();
  await client.query("ALTER DATABASE keydesk SET synchronous_commit = off");
  await client.end();
  const { violations } = await killAndCompare({ rounds: 6, untilFound: acknowledgedAndLost }, deployment);
  expect(violations.join("\n")).toMatch(acknowledgedAndLost);
});

test("an API that writes audit events after the transaction is found out", { timeout }, async () => {
  const { file, remove } = await bundleWithMistake("later");
  try {
    const { violations } = await killAndCompare(
      { rounds: 6, untilFound: acknowledgedAndLost },
      await open(file),
    );
    expect(violations.join("\n")).toMatch(acknowledgedAndLost);
  } finally {
    remove();
  }
});
