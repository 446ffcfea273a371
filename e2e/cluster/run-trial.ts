import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { judgeHistory } from "@/e2e/cluster/checker/linearize";
import { createTokenModel } from "@/e2e/cluster/checker/token-model";
import { describeViolation } from "@/e2e/cluster/describe-violation";
import { skewMs } from "@/e2e/cluster/faults/fault";
import { type StormPlan, startStorm } from "@/e2e/cluster/faults/storm";
import { type ApiNode, openApiNode } from "@/e2e/cluster/processes/api-node";
import type { ClusterDatabase } from "@/e2e/cluster/processes/database";
import { openClients } from "@/e2e/cluster/workload/ask";
import { type CrowdPlan, startCrowd } from "@/e2e/cluster/workload/crowd";
import type { Scene } from "@/e2e/cluster/workload/desk";
import { type Group, permissionNames } from "@/e2e/cluster/workload/group";
import type { Land } from "@/e2e/cluster/workload/land";
import { openPopulation } from "@/e2e/cluster/workload/populate";
import { createRandom } from "@/e2e/cluster/workload/random";
import { createTally } from "@/e2e/cluster/workload/tally";

export type Trial = {
  readonly seed: number;
  /** Ends when it has seen enough, or after this time. */
  readonly isEnough: (report: TrialReport) => boolean;
  readonly secondsMax: number;
  readonly crowd: CrowdPlan;
  /** Null: nothing goes wrong. */
  readonly storm: StormPlan | null;
  readonly onProgress?: (report: TrialReport) => void;
};

export type TrialReport = {
  readonly seconds: number;
  /** Operations that were answered, and all of them by kind and outcome. */
  readonly answered: number;
  readonly byKind: Record<string, Record<string, number>>;
  readonly faults: Record<string, number>;
  /** Histories that were judged, the operations in them, and the most configurations at once. */
  readonly groups: number;
  readonly judged: number;
  readonly configurationsMax: number;
  readonly judgingMs: number;
  /** Each with the history around it. */
  readonly violations: readonly string[];
  /** Where the nodes' logs are. */
  readonly logs: string;
};

const nodeCount = 3;
const progressEveryMs = 10_000;

/** Starts three nodes of a bundle, lets clients and faults at them, and judges every history. Everything that it starts, it ends. */
export async function runTrial(
  bundle: string,
  database: ClusterDatabase,
  land: Land,
  trial: Trial,
): Promise<TrialReport> {
  const random = createRandom(trial.seed);
  const logs = mkdtempSync(path.join(tmpdir(), "keydesk-nodes-"));
  const nodes = await openNodes(bundle, database, land, logs, random);
  const tally = createTally();
  const desks = nodes.map((node) => ({ node, clients: openClients(node.port) }));
  const scene: Scene = { desks, gateway: land.gateway, random, tally };
  const court = openCourt();
  const storm = trial.storm === null ? null : startStorm(nodes, database, random, trial.storm);
  const population = await openPopulation(land, scene, trial.crowd.changesPerGroup);
  const crowd = startCrowd(scene, population, trial.crowd, court.judge);
  const startedAt = performance.now();
  const report = (): TrialReport => ({
    seconds: (performance.now() - startedAt) / 1_000,
    answered: tally.answered(),
    byKind: tally.byKind(),
    faults: storm?.counts() ?? {},
    ...court.result(),
    logs,
  });
  let hasFailed = true;
  const progress = setInterval(() => trial.onProgress?.(report()), progressEveryMs);
  try {
    for (let now = report(); !trial.isEnough(now) && now.seconds < trial.secondsMax; now = report()) {
      await Promise.race([sleep(50), crowd.failed]);
    }
    await storm?.stop();
    await crowd.stop();
    const last = report();
    // Kept where there is something to find out.
    hasFailed =
      last.violations.length > 0 || Object.values(last.byKind).some((outcomes) => "failed" in outcomes);
    return last;
  } finally {
    clearInterval(progress);
    await Promise.all(nodes.map((node) => node.close()));
    for (const { clients } of desks) clients.close();
    if (!hasFailed) rmSync(logs, { recursive: true, force: true });
  }
}

function openNodes(
  bundle: string,
  database: ClusterDatabase,
  land: Land,
  logs: string,
  random: () => number,
): Promise<ApiNode[]> {
  const { masterKey } = land;
  return Promise.all(
    Array.from({ length: nodeCount }, (_, i) =>
      openApiNode(
        {
          name: `node-${i + 1}`,
          bundle,
          databaseUrl: database.url,
          masterKey,
          dataDir: logs,
          random,
        },
        i === nodeCount - 1 ? skewMs : 0,
      ),
    ),
  );
}

/** Judges groups one by one, as they finish. */
function openCourt() {
  const model = createTokenModel(permissionNames);
  const violations: string[] = [];
  let groups = 0;
  let judged = 0;
  let configurationsMax = 0;
  let judgingMs = 0;
  return {
    judge(group: Group) {
      const from = performance.now();
      const judgement = judgeHistory(model, group.history);
      judgingMs += performance.now() - from;
      groups += 1;
      judged += group.history.length;
      configurationsMax = Math.max(configurationsMax, judgement.configurationsMax);
      if (judgement.violation !== null)
        violations.push(describeViolation(group.history, judgement.violation));
    },
    result: () => ({ groups, judged, configurationsMax, judgingMs, violations }),
  };
}
