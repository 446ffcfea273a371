import { setTimeout as sleep } from "node:timers/promises";
import { cpuSeconds, cpuSecondsOfEnded } from "@/bench/process-cpu";
import type { CalmLoads } from "@/bench/verify/calm";
import { median } from "@/bench/verify/spread";
import type { Program } from "@/bench/verify/stage/program";
import { type Load, load } from "@/bench/verify/wrk";
import { createRandom, shuffle } from "@/e2e/cluster/workload/random";

/** One thing under load. */
export type Target = {
  readonly name: string;
  readonly program: Program;
  /** Path and query. */
  readonly path: string;
  readonly script: string;
  readonly args: readonly string[];
  readonly connections: number;
};

/** What one load of one round gave. Microseconds are of CPU, a request. */
export type Run = {
  readonly load: Load;
  readonly serverMicros: number;
  readonly postgresMicros: number;
  readonly generatorMicros: number;
};

export type Rounds = ReadonlyMap<Target, readonly Run[]>;

/** In this time after a load a server writes what it has counted in its last second. */
const settleMs = 1_200;

/**
 * Loads all targets in turns, round after round, so that what disturbs the machine disturbs all alike. What one of them leaves behind
 * (uses that are still being moved) is carried by those after it: so each round has an order of its own among those with as many
 * connections, the same in every run. The first round warms caches and compilers up, and is thrown away.
 */
export async function runRounds(
  targets: readonly Target[],
  options: { rounds: number; seconds: number; postmaster: number | null; loads: CalmLoads },
): Promise<Rounds> {
  const results = new Map<Target, Run[]>(targets.map((target) => [target, []]));
  const random = createRandom(1);
  for (let round = 0; round <= options.rounds; round++) {
    const order = shuffle(random, targets).sort((a, b) => a.connections - b.connections);
    for (const target of order) {
      const seconds = round === 0 ? Math.min(2, options.seconds) : options.seconds;
      const ask = () => measure(target, seconds, options.postmaster);
      const run = await (round === 0 ? ask() : options.loads.measure(ask));
      if (run.load.bad > 0) console.log(`  ${target.name}: ${run.load.bad} bad answers`);
      if (round === 0) continue;
      results.get(target)!.push(run);
      console.log(`  ${round}/${options.rounds} ${describe(target, run)}`);
    }
  }
  return results;
}

/** How often one target answered for each time that another one did, round by round. */
export function ratios(rounds: Rounds, target: Target, reference: Target): number[] {
  const others = rounds.get(reference)!;
  return rounds.get(target)!.map((run, i) => run.load.perSecond / others[i]!.load.perSecond);
}

/** The cells of a target that every table of rounds shows; `columns` are their heads. */
export function cells(rounds: Rounds, target: Target): string[] {
  const runs = rounds.get(target)!;
  const of = (pick: (run: Run) => number) => median(runs.map(pick));
  return [
    Math.round(of((run) => run.load.perSecond)).toLocaleString("en"),
    of((run) => run.load.p50).toFixed(2),
    of((run) => run.load.p99).toFixed(2),
    of((run) => run.serverMicros).toFixed(1),
    of((run) => run.postgresMicros).toFixed(1),
    of((run) => run.generatorMicros).toFixed(1),
  ];
}

export const columns = ["a second", "p50 ms", "p99 ms", "server, µs", "PostgreSQL, µs", "wrk, µs"];

async function measure(target: Target, seconds: number, postmaster: number | null): Promise<Run> {
  const { program, connections, script, args } = target;
  program.cutLog();
  const used = () => ({
    server: cpuSeconds(program.pid()),
    postgres: postmaster === null ? Number.NaN : cpuSeconds(postmaster),
    generator: cpuSecondsOfEnded(),
  });
  const before = used();
  const one = await load(`${program.url}${target.path}`, { connections, seconds, script, args });
  await sleep(settleMs);
  const after = used();
  const micros = (part: keyof typeof before) => (1e6 * (after[part] - before[part])) / one.requests;
  return {
    load: one,
    serverMicros: micros("server"),
    postgresMicros: micros("postgres"),
    generatorMicros: micros("generator") - (1e6 * one.preparation) / one.requests,
  };
}

function describe({ name, connections }: Target, run: Run): string {
  const cpu = `server ${run.serverMicros.toFixed(1)}, PostgreSQL ${run.postgresMicros.toFixed(1)}, wrk ${run.generatorMicros.toFixed(1)}`;
  return `${name}, ${connections} connections: ${Math.round(run.load.perSecond)}/s, p99 ${run.load.p99} ms; µs a request: ${cpu}`;
}
