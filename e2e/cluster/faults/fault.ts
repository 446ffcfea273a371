import { setTimeout as sleep } from "node:timers/promises";
import type { ApiNode } from "@/e2e/cluster/processes/api-node";
import type { ClusterDatabase } from "@/e2e/cluster/processes/database";
import { between, pick, type Random } from "@/e2e/cluster/workload/random";

/** What faults befall. */
export type Victims = {
  readonly database: ClusterDatabase;
  readonly random: Random;
  /** Faults last so many times as long as in the short run. */
  readonly length: number;
};

/** One kind of fault: begins, lasts, and ends. The time that it takes is part of it. */
type Fault = (victims: Victims, node: ApiNode) => Promise<void>;

const last = ({ random, length }: Victims, fromMs: number, toMs: number) =>
  sleep(between(random, fromMs, toMs) * length);

/** A wrong clock comes with a start: the last node's is five minutes fast, then five slow, and so on. */
export const skewMs = 300_000;

/** Everything that goes wrong, by name. All that is broken is whole again when the promise resolves. */
export const faults = {
  "kill -9 of a node": async (victims, node) => {
    await node.kill();
    await last(victims, 50, 300);
    await node.start(-node.skewMs());
  },
  "kill -9 of PostgreSQL": async (victims) => {
    await victims.database.kill();
    await last(victims, 50, 200);
    await victims.database.start();
  },
  "kill -9 of a PostgreSQL backend": async ({ database, random }) => {
    signal(random, database.backends(), "SIGKILL");
  },
  "SIGSTOP of a node": async (victims, node) => {
    const pid = node.pid();
    process.kill(pid, "SIGSTOP");
    await last(victims, 200, 700);
    process.kill(pid, "SIGCONT");
  },
  "SIGSTOP of a PostgreSQL backend": async (victims) => {
    const pid = signal(victims.random, victims.database.backends(), "SIGSTOP");
    await last(victims, 200, 700);
    if (pid !== null) trySignal(pid, "SIGCONT");
  },
  "resets between clients and node": async (_victims, node) => {
    for (let i = 0; i < 4; i++) {
      node.toNode.reset();
      await sleep(60);
    }
  },
  "resets between node and PostgreSQL": async (_victims, node) => {
    for (let i = 0; i < 4; i++) {
      node.toDatabase.reset();
      await sleep(60);
    }
  },
  "a slow link between clients and node": async (victims, node) => {
    node.toNode.slow({ delayMs: between(victims.random, 3, 40), jitterMs: 40 });
    await last(victims, 300, 900);
    await node.toNode.heal();
  },
  "a slow link between node and PostgreSQL": async (victims, node) => {
    node.toDatabase.slow({ delayMs: between(victims.random, 5, 150), jitterMs: 30 });
    await last(victims, 300, 900);
    await node.toDatabase.heal();
  },
  "a narrow link": async (victims, node) => {
    const link = pick(victims.random, [node.toNode, node.toDatabase]);
    link.slow({ bytesPerSecond: between(victims.random, 20_000, 200_000) });
    await last(victims, 300, 900);
    await link.heal();
  },
  "lost packets, sent again later": async (victims, node) => {
    const link = pick(victims.random, [node.toNode, node.toDatabase]);
    link.stall(pick(victims.random, ["up", "down"] as const));
    await last(victims, 200, 900);
    await link.heal();
  },
  "lost packets, then a reset": async (victims, node) => {
    const link = pick(victims.random, [node.toNode, node.toDatabase]);
    link.stall(pick(victims.random, ["up", "down"] as const));
    await last(victims, 100, 500);
    link.reset();
    await link.heal();
  },
  "a node cut off from PostgreSQL": async (victims, node) => {
    const { toDatabase } = node;
    await toDatabase.refuse();
    for (const direction of ["up", "down"] as const) toDatabase.stall(direction);
    await last(victims, 200, 800);
    toDatabase.reset();
    await toDatabase.heal();
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof faults;
export const faultNames = Object.keys(faults) as FaultName[];

function signal(random: Random, pids: readonly number[], name: NodeJS.Signals): number | null {
  if (pids.length === 0) return null;
  const pid = pick(random, pids);
  trySignal(pid, name);
  return pid;
}

function trySignal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has just ended by itself.
  }
}
