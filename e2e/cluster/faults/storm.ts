import { setTimeout as sleep } from "node:timers/promises";
import { type FaultName, faultNames, faults, type Victims } from "@/e2e/cluster/faults/fault";
import type { ApiNode } from "@/e2e/cluster/processes/api-node";
import type { ClusterDatabase } from "@/e2e/cluster/processes/database";
import { between, type Random, shuffle } from "@/e2e/cluster/workload/random";

export type StormPlan = {
  /** Faults at the same time. */
  readonly lanes: number;
  /** Calm between two faults of a lane. */
  readonly calmMs: readonly [number, number];
  readonly length: number;
  /** Those that each lane goes through in turn; every kind, in an order of the seed's, when left out. */
  readonly deck?: readonly FaultName[];
};

export type Storm = {
  counts(): Record<string, number>;
  /** Begins no more faults; resolves when everything is whole. Rejects when a fault could not be ended. */
  stop(): Promise<void>;
};

/** Lets faults befall nodes, links and database until it is stopped. */
export function startStorm(
  nodes: readonly ApiNode[],
  database: ClusterDatabase,
  random: Random,
  plan: StormPlan,
): Storm {
  const counts = new Map<string, number>(faultNames.map((name) => [name, 0]));
  const taken = new Set<ApiNode>();
  let isDatabaseTaken = false;
  let running = true;
  const victims: Victims = {
    database,
    random,
    length: plan.length,
  };

  const befall = async (name: FaultName) => {
    const ofDatabase = name.endsWith("PostgreSQL") && name.startsWith("kill");
    if (ofDatabase && isDatabaseTaken) return;
    // The first to be started again is the one whose clock changes by it.
    const isFirst = name === "kill -9 of a node" && counts.get(name) === 0;
    const order = isFirst ? [...nodes].reverse() : shuffle(random, nodes);
    const node = order.find((one) => !taken.has(one));
    if (node === undefined) return;
    taken.add(node);
    isDatabaseTaken ||= ofDatabase;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    try {
      await faults[name](victims, node);
    } finally {
      taken.delete(node);
      if (ofDatabase) isDatabaseTaken = false;
    }
  };
  const lane = async () => {
    while (running) {
      for (const name of shuffle(random, plan.deck ?? faultNames)) {
        await sleep(between(random, ...plan.calmMs));
        if (!running) return;
        await befall(name);
      }
    }
  };
  const lanes = Array.from({ length: plan.lanes }, lane);
  // Whoever stops the storm is told.
  for (const one of lanes) one.catch(() => undefined);
  return {
    counts: () => Object.fromEntries(counts),
    async stop() {
      running = false;
      await Promise.all(lanes);
    },
  };
}
