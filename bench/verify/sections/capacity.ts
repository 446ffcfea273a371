import type { CalmLoads } from "@/bench/verify/calm";
import { median } from "@/bench/verify/spread";
import type { Ground } from "@/bench/verify/stage/ground";
import type { Program } from "@/bench/verify/stage/program";
import { paths, scripts } from "@/bench/verify/stage/stage";
import { load } from "@/bench/verify/wrk";

/** How many verifications a second the API takes at most, now, from as many connections. */
export async function findCapacity(
  api: Program,
  ground: Ground,
  connections: number,
  loads: CalmLoads,
): Promise<number> {
  const rates: number[] = [];
  for (let i = 0; i < 4; i++) {
    const ask = () => {
      api.cutLog();
      return load(`${api.url}${paths.verify}`, {
        connections,
        seconds: i === 0 ? 2 : 3,
        script: scripts.verify,
        args: [ground.gatewaySecret, ground.files.valid],
      });
    };
    // The first one warms up.
    if (i === 0) await ask();
    else rates.push((await loads.measure(ask)).perSecond);
  }
  return median(rates);
}
