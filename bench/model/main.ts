import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { costsAmongMillions, costsOf256, costsOnceMeasured, measuredCosts } from "@/bench/model/costs";
import { journalAge, shardsForMovers, sizeShard } from "@/bench/model/fleet";
import { runLeases } from "@/bench/model/lease";
import { soundRules, waitOf } from "@/bench/model/lease-rules";
import { type MeasuredPoint, measuredPoints, missOf } from "@/bench/model/measured";
import { percentile } from "@/bench/model/percentile";
import { busyTokensPlan, millionPlan, shareOfHours, sizes } from "@/bench/model/plans";
import { productShape, type Scenario, simulate } from "@/bench/model/simulate";
import { table } from "@/bench/verify/spread";

/** `npm run bench:model`: what the models say, beside what was measured. The same numbers each time; needs no database. */
const cores: Scenario["cores"] = { count: 2, slice: 100, others: 0, othersWeight: 0.5 };
const scenario: Omit<Scenario, "load"> = {
  costs: measuredCosts,
  cores,
  api: productShape,
  seconds: 10,
  seed: 1,
};
const whole = (value: number) => Math.round(value).toLocaleString("en");
const ms = (value: number) => value.toFixed(1);

function ofPoint({ server, connections, costs }: MeasuredPoint): Scenario {
  const one = { ...scenario, costs, load: { connections } };
  return server === "verify" ? one : { ...one, api: { connections: 0, keysPerStatementMax: 1 } };
}

function comparePoints(): string {
  return table(
    ["", "measured a second", "model", "off by", "keys a statement", "model", "p99 ms", "model"],
    measuredPoints.map((point) => {
      const model = simulate(ofPoint(point));
      const [from, to] = point.perSecond;
      const isBare = point.keysPerStatement === null;
      return [
        point.name,
        from === to ? whole(from) : `${whole(from)}–${whole(to)}`,
        whole(model.perSecond),
        `${(missOf(model.perSecond, point.perSecond) * 100).toFixed(0)} %`,
        isBare ? "" : `${point.keysPerStatement}`,
        isBare ? "" : whole(model.keysPerStatement),
        point.p99Ms === null ? "" : ms(point.p99Ms),
        ms(model.p99Ms),
      ];
    }),
  );
}

function tryWhatIfs(): string {
  const load = { connections: 64 };
  const { databasePerStatement, apiPerStatement } = measuredCosts;
  const halfStatement = {
    ...measuredCosts,
    databasePerStatement: databasePerStatement / 2,
    apiPerStatement: apiPerStatement / 2,
  };
  const foretoldAndQuiet = {
    ...costsOnceMeasured,
    api: 30,
    databasePerKey: 10,
    generator: measuredCosts.generator,
  };
  const cases: [string, Scenario][] = [
    ["as it is, 64 connections", { ...scenario, load }],
    ["one statement at a time", { ...scenario, load, api: { ...productShape, connections: 1 } }],
    [
      "one statement at a time, 256 connections",
      {
        ...scenario,
        load: { connections: 256 },
        costs: costsOf256,
        api: { ...productShape, connections: 1 },
      },
    ],
    ["another program on the cores", { ...scenario, load, cores: { ...cores, others: 1 } }],
    ["slices of 3 ms", { ...scenario, load, cores: { ...cores, slice: 3_000 } }],
    [
      "slices of 3 ms, eight programs at nice 10",
      { ...scenario, load, cores: { count: 2, slice: 3_000, others: 8, othersWeight: 0.11 } },
    ],
    ["nothing moved out of the journal", { ...scenario, load, costs: { ...measuredCosts, movePerUse: 0 } }],
    ["the API for 20 µs", { ...scenario, load, costs: { ...measuredCosts, api: 20 } }],
    ["a key for 3 µs", { ...scenario, load, costs: { ...measuredCosts, databasePerKey: 3 } }],
    ["both", { ...scenario, load, costs: { ...measuredCosts, api: 20, databasePerKey: 3 } }],
    ["a statement for half", { ...scenario, load, costs: halfStatement }],
    ["four cores", { ...scenario, load, cores: { ...cores, count: 4 } }],
    ["open load, 4,000 a second", { ...scenario, load: { perSecond: 4_000 } }],
    ["open load, 8,000 a second", { ...scenario, load: { perSecond: 8_000 } }],
    ["open load, 12,000 a second", { ...scenario, load: { perSecond: 12_000 } }],
    [
      "costs of 6775287, but the API for 30 and a key for 10 µs",
      { ...scenario, load, costs: { ...costsOnceMeasured, api: 30, databasePerKey: 10 } },
    ],
    ["the same, the generator for 13.8 µs", { ...scenario, load, costs: foretoldAndQuiet }],
  ];
  return table(
    ["", "a second", "keys a statement", "p50 ms", "p99 ms"],
    cases.map(([name, one]) => {
      const { perSecond, keysPerStatement, p50Ms, p99Ms } = simulate(one);
      return [name, whole(perSecond), whole(keysPerStatement), ms(p50Ms), ms(p99Ms)];
    }),
  );
}

const shards = [millionPlan, busyTokensPlan].map((plan) => ({
  plan,
  needs: sizeShard(plan, costsAmongMillions, sizes),
}));
type Row = [string, (shard: (typeof shards)[number]) => string];

function showShards(unit: string, rows: readonly Row[]): string {
  return table(
    [unit, "no token twice in a second", "each used token ten times"],
    rows.map(([name, show]) => [name, ...shards.map(show)]),
  );
}

const halfCore = 0.5;
/** Of one core, where the mover keeps its plain pace. */
const plainPace = 1 / 7;

function sizeShards(): string {
  return showShards("each shard", [
    ["shards", ({ plan }) => `${plan.shards}`],
    [
      "shards that movers need, at half a core each",
      ({ plan }) => `${shardsForMovers(plan, costsAmongMillions, halfCore)}`,
    ],
    ["verifications a second", ({ needs }) => whole(needs.verificationsPerSecond)],
    ["tokens, millions", ({ needs }) => ms(needs.tokens / 1e6)],
    ["API: cores at work", ({ needs }) => needs.apiCores.toFixed(2)],
    ["API: processes, one of them in reserve", ({ needs }) => `${needs.apiProcesses}`],
    ["PostgreSQL: cores at work for look-ups", ({ needs }) => needs.lookupCores.toFixed(2)],
    ["PostgreSQL: of the mover's one core", ({ needs }) => needs.moverShare.toFixed(2)],
    ["PostgreSQL: cores to have", ({ needs }) => ms(needs.databaseCores)],
    ["age of the journal's oldest line, s", ({ needs }) => whole(journalAge(needs.moverShare))],
    [
      "lines that wait in it, millions",
      ({ plan, needs }) =>
        ms((journalAge(needs.moverShare) * needs.verificationsPerSecond * plan.linesPerUse) / 1e6),
    ],
    ["tokens, secrets, activity, callers, GB", ({ needs }) => ms(needs.gigabytes)],
    ["of it and of the hour's rows to be in memory, GB", ({ needs }) => ms(needs.memoryGigabytes)],
    ["WAL, MB a second", ({ needs }) => ms(needs.walMegabytesPerSecond)],
    ["network of the API, Mbit a second", ({ needs }) => whole(needs.megabitsPerSecond)],
  ]);
}

function addShardsUp(): string {
  const hours = shareOfHours(3.6);
  return `${showShards("all shards", [
    ["API: processes", ({ plan, needs }) => whole(plan.shards * needs.apiProcesses)],
    ["API: cores at work", ({ plan, needs }) => whole(plan.shards * needs.apiCores)],
    ["API: cores to have", ({ plan, needs }) => whole((plan.shards * needs.apiCores) / plan.utilisation)],
    [
      "PostgreSQL: cores at work",
      ({ plan, needs }) => whole(plan.shards * needs.databaseCores * plan.utilisation),
    ],
    ["PostgreSQL: cores to have", ({ plan, needs }) => whole(plan.shards * needs.databaseCores)],
    [
      "CPU of a million verifications, core seconds",
      ({ plan, needs }) =>
        whole(
          (plan.shards * (needs.apiCores + needs.databaseCores * plan.utilisation)) /
            (plan.verificationsPerSecond / 1e6),
        ),
    ],
    ["WAL, GB a second", ({ plan, needs }) => ms((plan.shards * needs.walMegabytesPerSecond) / 1e3)],
    [
      "tokens, secrets, activity, callers, TB",
      ({ plan, needs }) => ms((plan.shards * needs.gigabytes) / 1e3),
    ],
    [
      "network of the API, Gbit a second",
      ({ plan, needs }) => ms((plan.shards * needs.megabitsPerSecond) / 1e3),
    ],
  ])}

Where each token is asked about 3.6 times an hour, ${hours.toFixed(3)} of all hours get a row: ${ms((24 * hours * millionPlan.tokens * sizes.hourRow) / 1e12)} TB a day,
${whole((24 * hours * millionPlan.tokens * sizes.hourRow) / 1e9 / millionPlan.shards)} GB of each shard. A mover keeps its plain pace, a seventh of a core, up to
${whole((plainPace * 1e6) / measuredCosts.movePerUse)} distinct tokens a second among up to a million, ${whole((plainPace * 1e6) / costsAmongMillions.movePerUse)} among ten million.`;
}

function tryLeases(): string {
  const cases = [
    ["network whole, 40 ms a way at most", { loss: 0, delayMax: 40, cutOff: 0, drift: 0.001 }],
    ["one message in ten lost", { loss: 0.1, delayMax: 40, cutOff: 0, drift: 0.001 }],
    ["each direction cut off for a tenth of the time", { loss: 0, delayMax: 40, cutOff: 0.1, drift: 0.001 }],
  ] as const;
  return table(
    ["", "revocation p50 ms", "p99 ms", "longest ms", "not answered in the region", "violations"],
    cases.map(([name, weather]) => {
      const found = runLeases({ rules: soundRules, weather, regions: 3, seconds: 600, restarts: 0, seed: 1 });
      return [
        name,
        whole(percentile(found.revokeMs, 0.5)),
        whole(percentile(found.revokeMs, 0.99)),
        whole(Math.max(...found.revokeMs)),
        `${((100 * found.unavailable) / found.verifications).toFixed(1)} %`,
        `${found.violations}`,
      ];
    }),
  );
}

const page = `# What the models say

Written by \`npm run bench:model\`; [docs/scale.md](../../docs/scale.md) says what goes in, what it is worth and what follows.
Nothing on this page is measured but the columns that say so.

## Verification on two cores

${comparePoints()}

## What would change it

${tryWhatIfs()}

## A million a second, 1,000,000,000 tokens

${sizeShards()}

${addShardsUp()}

## Regions with leases of ${soundRules.lease} ms

Three regions, ten minutes; a revocation waits at most ${whole(waitOf(soundRules))} ms on the home region's clock.

${tryLeases()}
`;
writeFileSync(fileURLToPath(new URL("../results/model.md", import.meta.url)), page);
console.log(page);
