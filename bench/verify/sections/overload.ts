import { execFileSync } from "node:child_process";
import { residentBytes } from "@/bench/process-memory";
import { createCalmLoads } from "@/bench/verify/calm";
import {
  buildOpenLoop,
  type PhaseTally,
  requestTexts,
  windowSeconds,
} from "@/bench/verify/open-loop/open-loop";
import { findCapacity } from "@/bench/verify/sections/capacity";
import { findRecovery, goodInARow } from "@/bench/verify/sections/recovery";
import { table } from "@/bench/verify/spread";
import type { Stage } from "@/bench/verify/stage/stage";

const calmSeconds = 4;
const overloadSeconds = 10;
const afterSeconds = 6;
const times = 4;

/** Four times what the API can take: what it does with the rest, and how soon it is itself again. */
export async function measureOverload(stage: Stage): Promise<string> {
  const { settings, folder } = stage;
  const generate = await buildOpenLoop(folder);
  const ground = await stage.ground(settings.tokens);
  const api = await stage.api(settings.tokens);
  const capacity = await findCapacity(api, ground, 256, createCalmLoads());
  const filesMost = Number(execFileSync("sh", ["-c", "ulimit -Hn"], { encoding: "utf8" })) || 65_536;
  const connections = Math.min(settings.connections, filesMost - 500);
  api.cutLog();
  let peak = 0;
  const sampler = setInterval(() => {
    peak = Math.max(peak, residentBytes(api.pid()));
  }, 200);
  const { phases, windows } = await generate(api.url, {
    request: requestTexts(ground.gatewaySecret).verify,
    tokenFile: ground.files.valid,
    connections,
    phases: [
      { rate: capacity / 2, seconds: calmSeconds },
      { rate: capacity * times, seconds: overloadSeconds },
      { rate: capacity / 2, seconds: afterSeconds },
    ],
    giveUp: true,
  }).finally(() => clearInterval(sampler));
  const [calm, overload, after] = phases as [PhaseTally, PhaseTally, PhaseTally];
  const first = Math.round((calmSeconds + overloadSeconds) / windowSeconds);
  const recovery = findRecovery(windows.slice(first), Math.max(10_000, 3 * calm.p99));
  const rows = (
    [
      ["half of it, before", calm],
      [`${times} times as much`, overload],
      ["half of it, after", after],
    ] as const
  ).map(([name, tally]) => [
    name,
    ...[tally.rate, tally.ok / tally.seconds, tally.shed, tally.shedWithRetryAfter, tally.givenUp].map(count),
    ...[tally.other, tally.failed].map(count),
    (tally.p50 / 1_000).toFixed(1),
    (tally.p99 / 1_000).toFixed(1),
  ]);
  return [
    `Capacity ${count(capacity)} a second (wrk, 256 connections). Then, from ${count(connections)} open connections at fixed rates, ${calmSeconds}, ${overloadSeconds} and ${afterSeconds} s; a request that is due while all connections are taken is not sent.`,
    "",
    table(
      [
        "load",
        "due a second",
        "answered 200 a second",
        "503",
        "of these with Retry-After",
        "not sent",
        "other answers",
        "failed",
        "p50 ms",
        "p99 ms",
      ],
      rows,
    ),
    "",
    recovery === null
      ? `It did **not** recover within ${afterSeconds} s.`
      : `Recovered ${recovery.toFixed(1)} s after the overload ended: from then on for ${(goodInARow * windowSeconds).toFixed(1)} s all answers were 200, and 99 % of them within ${(Math.max(10_000, 3 * calm.p99) / 1_000).toFixed(0)} ms. Resident memory at its peak, with that many connections: ${(peak / 1e6).toFixed(0)} MB.`,
  ].join("\n");
}

const count = (value: number) => Math.round(value).toLocaleString("en");
