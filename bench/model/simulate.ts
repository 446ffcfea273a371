import { type ApiShape, createApiProcess } from "@/bench/model/api-process";
import { type Cores, createMachine } from "@/bench/model/cores";
import type { Costs } from "@/bench/model/costs";
import { percentile } from "@/bench/model/percentile";
import { drawExponential } from "@/bench/model/random";
import { createRandom } from "@/e2e/cluster/workload/random";

export type Scenario = {
  readonly costs: Costs;
  readonly cores: Cores;
  readonly api: ApiShape;
  /** Clients that each ask again once answered, or requests that come at their own times, so many a second. */
  readonly load: { readonly connections: number } | { readonly perSecond: number };
  readonly seconds: number;
  readonly seed: number;
};

export type Outcome = {
  readonly perSecond: number;
  readonly keysPerStatement: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

/** As in services/verification/lookup. */
export const productShape: ApiShape = { connections: 2, keysPerStatementMax: 512 };

const second = 1_000_000;
const warmUpSeconds = 1;

/** Runs a scenario: generator, API, PostgreSQL and whoever else share the cores of one machine. */
export function simulate(scenario: Scenario): Outcome {
  const { costs, load } = scenario;
  const random = createRandom(scenario.seed);
  const machine = createMachine(scenario.cores);
  const generator = machine.addThread();
  const api = createApiProcess(machine, costs, scenario.api, random);
  const latencies: number[] = [];

  const ask = (since: number, then: () => void) => {
    api.arrive({
      answered: () =>
        generator.give(costs.generator / 2, () => {
          if (since >= warmUpSeconds * second) latencies.push((machine.now() - since) / 1_000);
          then();
        }),
    });
  };
  if ("connections" in load) {
    const send = () => generator.give(costs.generator / 2, () => ask(machine.now(), send));
    for (let i = 0; i < load.connections; i++) send();
  } else {
    // A request is due at its time, whatever the generator is busy with: its wait counts.
    const arrive = () => {
      const due = machine.now();
      generator.give(costs.generator / 2, () => ask(due, () => undefined));
      machine.at(due + drawExponential(random, second / load.perSecond), arrive);
    };
    machine.at(drawExponential(random, second / load.perSecond), arrive);
  }

  machine.runUntil((warmUpSeconds + scenario.seconds) * second);
  const { statements, keys } = api.counts();
  return {
    perSecond: latencies.length / scenario.seconds,
    keysPerStatement: keys / statements,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  };
}
