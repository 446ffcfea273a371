import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { openBenchDatabase } from "@/bench/database";
import { cpuSeconds, cpuSecondsOfEnded, findPostmaster } from "@/bench/process-cpu";
import { type Ground, prepareGround } from "@/bench/verify/ground";
import { startProgram } from "@/bench/verify/program";
import { type Load, load } from "@/bench/verify/wrk";
import { findFreePort } from "@/scripts/postgres/free-port";
import { createKeyring } from "@/services/keys/keyring";

/**
 * `npm run bench:verify`: verifications a second with everything on, as a ratio to a bare node:http server in the same round.
 * BENCH_TOKENS (1,000,000), BENCH_ROUNDS (5), BENCH_SECONDS (5), BENCH_ONLY (part of a target's name).
 */
const tokens = Number(process.env.BENCH_TOKENS ?? 1_000_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const seconds = Number(process.env.BENCH_SECONDS ?? 5);
const only = process.env.BENCH_ONLY ?? "";
const here = import.meta.dirname;
const root = path.dirname(here);
const folder = process.env.BENCH_FOLDER ?? path.join(tmpdir(), `keydesk-bench-verify-${tokens}`);
mkdirSync(folder, { recursive: true, mode: 0o700 });

const masterKey = readOr("master-key", () => randomBytes(32).toString("base64"));
const keys = createKeyring(Buffer.from(masterKey, "base64"));
const database = await openBenchDatabase(`keydesk_bench_verify_${tokens}`);
const groundFile = path.join(folder, "ground.json");
if (database.fresh || !existsSync(groundFile)) {
  console.log(`Making ${tokens.toLocaleString("en")} tokens…`);
  writeFileSync(groundFile, JSON.stringify(await prepareGround(database.url, keys, tokens, folder)));
}
const ground = JSON.parse(readFileSync(groundFile, "utf8")) as Ground;

const admin = new pg.Client({ connectionString: database.url });
await admin.connect();
const postmaster = await findPostmaster(admin);
await admin.end();

const programs: ChildProcess[] = [];
const pidOfUrl = new Map<string, number>();
process.on("exit", () => {
  for (const program of programs) program.kill("SIGKILL");
});
const env = { DATABASE_URL: database.url, KEYDESK_MASTER_KEY: masterKey, NODE_ENV: "production" };
const api = await start("api", process.execPath, [path.join(root, "dist/api.mjs")], (port) => ({
  env: { ...env, HOST: "127.0.0.1", API_PORT: String(port), KEYDESK_DATA_DIR: folder },
  ready: "/healthz",
}));
const bodyBytes = String(await answerBytes(api));
const bare = await start(
  "bare",
  process.execPath,
  [path.join(here, "verify/references/bare.mjs")],
  (port) => ({
    env: { PORT: String(port), BODY_BYTES: bodyBytes },
    ready: "/",
  }),
);
const query = await start(
  "query",
  process.execPath,
  ["--import", "tsx", path.join(here, "verify/references/query.ts")],
  (port) => ({ env: { ...env, PORT: String(port) }, ready: "" }),
);

const verify = path.join(here, "verify/verify.lua");
const forward = path.join(here, "verify/forward.lua");
type Target = { name: string; url: string; script: string; file: string; connections: number };
const all: Target[] = [64, 256].flatMap((connections) => [
  { name: "bare node:http", url: `${bare}/`, script: verify, file: ground.validFile, connections },
  { name: "one query per request", url: `${query}/`, script: verify, file: ground.validFile, connections },
  { name: "verify", url: `${api}/v1/tokens/verify`, script: verify, file: ground.validFile, connections },
  {
    name: "verify, a mix of good and bad",
    url: `${api}/v1/tokens/verify`,
    script: verify,
    file: ground.mixedFile,
    connections,
  },
  {
    name: "forward-auth",
    url: `${api}/v1/forward-auth?permission=reports:read`,
    script: forward,
    file: ground.validFile,
    connections,
  },
]);
const targets = all.filter(
  ({ name, connections }) => name.startsWith("bare") || `${name} ${connections}`.includes(only),
);

const results = new Map<Target, { load: Load; ratio: number; cpu: ReturnType<typeof readUse> }[]>(
  targets.map((target) => [target, []]),
);
for (let round = 0; round <= rounds; round++) {
  const bareRates = new Map<number, number>();
  for (const target of targets) {
    const { connections, script, file } = target;
    const server = pidOfUrl.get(new URL(target.url).origin)!;
    const usedBefore = readUse(server);
    const one = await load(target.url, { connections, seconds, script, args: [ground.gatewaySecret, file] });
    // The second after, in which the last uses are written.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const usedAfter = readUse(server);
    const cpu = {
      server: (1e6 * (usedAfter.server - usedBefore.server)) / one.requests,
      postgres: (1e6 * (usedAfter.postgres - usedBefore.postgres)) / one.requests,
      generator: (1e6 * (usedAfter.generator - usedBefore.generator)) / one.requests,
    };
    if (one.bad > 0) console.log(`${target.name}: ${one.bad} bad answers`);
    if (target.name === "bare node:http") bareRates.set(connections, one.perSecond);
    // The first round warms caches and compilers up.
    if (round === 0) continue;
    const ratio = one.perSecond / (bareRates.get(connections) ?? Number.NaN);
    results.get(target)!.push({ load: one, ratio, cpu });
    console.log(
      `round ${round} ${connections} ${target.name}: ${Math.round(one.perSecond)}/s p99 ${one.p99} ms, ${ratio.toFixed(2)}; µs a request: server ${cpu.server.toFixed(1)}, PostgreSQL ${cpu.postgres.toFixed(1)}, wrk ${cpu.generator.toFixed(1)}`,
    );
  }
}

const lines = [
  "# What a verification costs",
  "",
  `${tokens.toLocaleString("en")} tokens drawn uniformly; ${rounds} rounds of ${seconds} s; generator (wrk, 1 thread), database and server share ${cpus().length} × ${cpus()[0]?.model}; Node ${process.version}; ${new Date().toISOString().slice(0, 10)}. The ratio is to the bare server in the same round; microseconds are of CPU, a request.`,
  "",
  "| what | connections | a second | p50 ms | p99 ms | server, µs | PostgreSQL, µs | wrk, µs | ratio, median | ratio, range |",
  "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
  ...targets.map((target) => {
    const runs = results.get(target)!;
    const median = (pick: (run: (typeof runs)[number]) => number) =>
      runs.map(pick).sort((a, b) => a - b)[Math.floor(runs.length / 2)] ?? Number.NaN;
    const ratios = runs.map((run) => run.ratio);
    return `| ${target.name} | ${target.connections} | ${Math.round(median((run) => run.load.perSecond)).toLocaleString("en")} | ${median((run) => run.load.p50).toFixed(2)} | ${median((run) => run.load.p99).toFixed(2)} | ${median((run) => run.cpu.server).toFixed(1)} | ${median((run) => run.cpu.postgres).toFixed(1)} | ${median((run) => run.cpu.generator).toFixed(1)} | ${median((run) => run.ratio).toFixed(2)} | ${Math.min(...ratios).toFixed(2)}–${Math.max(...ratios).toFixed(2)} |`;
  }),
  "",
];
console.log(lines.join("\n"));
if (only === "" && rounds >= 5) writeFileSync(path.join(here, "results/verify.md"), lines.join("\n"));
for (const program of programs) program.kill("SIGTERM");
await database.stop();
process.exit(0);

function readOr(name: string, make: () => string): string {
  const file = path.join(folder, name);
  if (!existsSync(file)) writeFileSync(file, make(), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

async function start(
  name: string,
  command: string,
  args: string[],
  plan: (port: number) => { env: Record<string, string>; ready: string },
): Promise<string> {
  const port = await findFreePort();
  const { env: own, ready } = plan(port);
  const url = `http://127.0.0.1:${port}`;
  const logFile = path.join(folder, `${name}.log`);
  const program = await startProgram(command, args, {
    env: own,
    readyUrl: ready && `${url}${ready}`,
    logFile,
  });
  programs.push(program);
  pidOfUrl.set(url, program.pid!);
  return url;
}

function readUse(server: number) {
  return {
    server: cpuSeconds(server),
    postgres: postmaster === null ? Number.NaN : cpuSeconds(postmaster),
    generator: cpuSecondsOfEnded(),
  };
}

async function answerBytes(url: string): Promise<number> {
  const [token] = readFileSync(ground.validFile, "utf8").split("\n", 1);
  const answer = await fetch(`${url}/v1/tokens/verify`, {
    method: "POST",
    headers: { authorization: `Bearer ${ground.gatewaySecret}`, "content-type": "application/json" },
    body: JSON.stringify({ token, permission: "reports:read", ip: "192.0.2.7" }),
  });
  const text = await answer.text();
  if (!text.includes('"verdict":"valid"')) throw new Error(`a seeded token is refused: ${text}`);
  return text.length;
}
