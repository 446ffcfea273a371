import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { runRevocationTrials } from "@/api/testing/revocation-trials";
import { openWorld } from "@/services/testing/open-world";

declare module "vitest" {
  interface ProvidedContext {
    /** How many revocations the long run tries. */
    revocationTrials: number;
  }
}

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld({ connectionsMax: 12 });
});
afterAll(() => world.close());

const trials = inject("revocationTrials");

test(`${trials} tokens lose their rights under 16 clients and 2 nodes: no later request is told valid`, {
  timeout: 3_600_000,
}, async () => {
  const nodes = await Promise.all([1, 2].map(() => openApi(world)));
  const report = await runRevocationTrials(world, { trials, nodes });
  await Promise.all(nodes.map((node) => node.close()));
  console.log(JSON.stringify({ trials: report.trials, verifications: report.verifications }));
  expect(report.violations).toEqual([]);
  expect(Object.values(report.trials).reduce((sum, n) => sum + n, 0)).toBe(trials);
});
