import { createCalmLoads } from "@/bench/verify/calm";
import {
  buildOpenLoop,
  type OpenLoop,
  type PhaseTally,
  requestTexts,
} from "@/bench/verify/open-loop/open-loop";
import { findCapacity } from "@/bench/verify/sections/capacity";
import { median, spread, table } from "@/bench/verify/spread";
import type { Program } from "@/bench/verify/stage/program";
import { startStalling } from "@/bench/verify/stage/references";
import type { Stage } from "@/bench/verify/stage/stage";
import { createRandom, shuffle } from "@/e2e/cluster/workload/random";

const connections = 256;

/**
 * Before anything is counted each target is asked for so long. V8 compiles the API's code again and again in its first half minute of load,
 * verification and forward-auth apart, which takes a core from them for tens of milliseconds; a deployment starts once in weeks.
 */
const warmUpSeconds = 15;

/** Latency at half of the maximum load, from the time at which a request was due. */
export async function measureP99(stage: Stage): Promise<string> {
  const { settings, folder } = stage;
  const generate = await buildOpenLoop(folder);
  const ground = await stage.ground(settings.tokens);
  const tokenFile = ground.files.valid;
  const api = await stage.api(settings.tokens);
  const trial = await tryOnStalls(generate, stage, tokenFile);
  const loads = createCalmLoads();
  const capacity = await findCapacity(api, ground, 64, loads);
  const rate = capacity / 2;
  const requests = requestTexts(ground.gatewaySecret);
  const targets: { name: string; program: Program; request: string; runs: PhaseTally[] }[] = [
    { name: "bare node:http", program: await stage.bare(), request: requests.verify, runs: [] },
    { name: "verify", program: api, request: requests.verify, runs: [] },
    { name: "forward-auth", program: api, request: requests.forward, runs: [] },
  ];
  const random = createRandom(1);
  for (let round = 0; round <= settings.rounds; round++) {
    // As in `runRounds`: what one leaves behind is carried by the next.
    for (const { name, program, request, runs } of shuffle(random, targets)) {
      const seconds = round === 0 ? warmUpSeconds : settings.seconds * 2;
      const ask = async () => {
        program.cutLog();
        const phases = [{ rate, seconds }];
        return (await generate(program.url, { request, tokenFile, connections, phases })).phases[0]!;
      };
      const one = await (round === 0 ? ask() : loads.measure(ask));
      if (one.ok !== one.due) console.log(`  ${name}: ${one.due - one.ok} of ${one.due} not answered 200`);
      if (round === 0) continue;
      runs.push(one);
      console.log(`  ${round}/${settings.rounds} ${name}: p50 ${one.p50} µs, p99 ${one.p99} µs`);
    }
  }
  const bare = targets[0]!.runs;
  const rows = targets.map(({ name, runs }) => {
    const of = (pick: (run: PhaseTally) => number) => (median(runs.map(pick)) / 1_000).toFixed(2);
    return [
      name,
      of((run) => run.p50),
      of((run) => run.p90),
      of((run) => run.p99),
      of((run) => run.p999),
      of((run) => run.p99Late),
      spread(runs.map((run, i) => run.p99 / bare[i]!.p99)),
    ];
  });
  return [
    `${Math.round(rate).toLocaleString("en")} requests a second, half of what verify takes at most (${Math.round(capacity).toLocaleString("en")}); each is due at a fixed time, and its milliseconds count from then on; ${connections} connections; ${settings.rounds} rounds of ${settings.seconds * 2} s in turns, after ${warmUpSeconds} s of each that are not counted: medians, and in brackets the range.`,
    "",
    table(
      ["what", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "sent late, p99 ms", "p99, times the bare server's"],
      rows,
    ),
    "",
    loads.describe(),
    "",
    trial,
  ].join("\n");
}

/** Does the generator see what it must? A tenth of all requests falls into pauses of 100 ms, so one in a hundred waits for 90. */
async function tryOnStalls(generate: OpenLoop, stage: Stage, tokenFile: string): Promise<string> {
  const stalling = await startStalling(stage.folder);
  try {
    const request = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {token}\r\n\r\n";
    const phases = [{ rate: 1_000, seconds: 5 }];
    const { p99, p50 } = (await generate(stalling.url, { request, tokenFile, connections: 64, phases }))
      .phases[0]!;
    // Busy machines make the pauses longer, never shorter.
    if (p99 < 80_000)
      throw new Error(`the generator misses stalls: p99 of ${p99} µs where about 90,000 are due`);
    return `The generator on a server that pauses for 100 ms each second: p50 ${(p50 / 1_000).toFixed(2)} ms, p99 ${(p99 / 1_000).toFixed(0)} ms (at least 80, about 90 on a quiet machine; one that waits for answers before it asks again would hide it).`;
  } finally {
    await stalling.stop();
  }
}
