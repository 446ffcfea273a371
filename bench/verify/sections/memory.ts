import { residentBytes } from "@/bench/process-memory";
import { slopeOf } from "@/bench/verify/slope";
import { table } from "@/bench/verify/spread";
import { askOnce, startApi } from "@/bench/verify/stage/api";
import { paths, type Stage, scripts } from "@/bench/verify/stage/stage";
import { load } from "@/bench/verify/wrk";

/** Until then caches fill and compilers work. */
const warmUpSeconds = 120;
const cutLogEverySeconds = 20;

/** Resident memory of the API's process under full load, sampled each second. */
export async function measureMemory(stage: Stage): Promise<string> {
  const { settings } = stage;
  const ground = await stage.ground(settings.tokens);
  // A new process: what other sections asked for is no part of this one's memory.
  const api = await startApi(stage.root, stage.folder, ground);
  await askOnce(api, ground);
  const idle = residentBytes(api.pid()) / 1e6;
  const samples: number[] = [];
  api.cutLog();
  const sampler = setInterval(() => {
    samples.push(residentBytes(api.pid()) / 1e6);
    if (samples.length % cutLogEverySeconds === 0) api.cutLog();
    if (samples.length % 60 === 0)
      console.log(`  ${samples.length / 60} min: ${samples.at(-1)!.toFixed(0)} MB`);
  }, 1_000);
  const { perSecond, bad } = await load(`${api.url}${paths.verify}`, {
    connections: 256,
    seconds: Math.round(settings.minutes * 60),
    script: scripts.verify,
    args: [ground.gatewaySecret, ground.files.valid],
  }).finally(() => clearInterval(sampler));
  await api.stop();
  const steady = samples.slice(Math.min(warmUpSeconds, Math.floor(samples.length / 2)));
  const minutes = Array.from({ length: Math.ceil(samples.length / 60) }, (_, i) =>
    samples.slice(i * 60, (i + 1) * 60),
  );
  return [
    `${settings.minutes} minutes of verify from 256 connections: ${Math.round(perSecond).toLocaleString("en")} a second, ${bad} bad answers. Idle before: ${idle.toFixed(0)} MB.`,
    "",
    table(
      ["minute", ...minutes.map((_, i) => String(i + 1))],
      [["most, MB", ...minutes.map((part) => Math.max(...part).toFixed(0))]],
    ),
    "",
    `At most ${Math.max(...samples).toFixed(0)} MB; after the first ${samples.length - steady.length} s it grows by ${slopeOf(steady).toFixed(2)} MB a minute (least squares over ${steady.length} samples).`,
  ].join("\n");
}
