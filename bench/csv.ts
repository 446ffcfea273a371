import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { encode } from "next-auth/jwt";
import { openBenchDatabase } from "@/bench/database";
import { timingOf } from "@/bench/measure";
import { findChild, peakDuring, residentBytes } from "@/bench/process-memory";
import { openSeededOrganization, seedOrganization } from "@/bench/seed-organization";
import { createDatabase } from "@/prisma/client-factory";
import { startProduct } from "@/scripts/test/start-product";
import { tokensSource } from "@/services/export/tokens-source";
import { createTestClock, createTestContext, testKeys } from "@/services/testing/context";
import { createToken } from "@/services/tokens/create";

/**
 * `npm run bench:csv`: what an export of 1 000 000 tokens takes of the running product: the desk's grid and the HTTP API, each in its own
 * process, over HTTP. Beside it, in the same rounds, psql's COPY of the same rows. Fails above 80 MB over idle, and when the API
 * is slower than a third of COPY. Needs psql.
 */
const tokens = 1_000_000;
const rounds = 3;
const megabytesMax = 80;
const shareOfCopyMin = 1 / 3;
const megabyte = 1024 * 1024;
const masterKey = Buffer.alloc(32, 7).toString("base64");

const database = await openBenchDatabase("keydesk_bench_csv");
const clock = createTestClock(new Date());
if (database.fresh) await seedOrganization(database.url, tokens, clock.now);
const seeded = await openSeededOrganization(database.url, clock.now);
const dataDirectory = mkdtempSync(path.join(tmpdir(), "keydesk-bench-"));
const product = await startProduct(dataDirectory, {
  DATABASE_URL: database.url,
  KEYDESK_MASTER_KEY: masterKey,
});
const db = createDatabase(database.url);
try {
  const context = createTestContext(db, clock, { kind: "session", sessionId: seeded.sessionId });
  const made = await createToken(context, {
    type: "account",
    name: "Export",
    actsAsUserId: null,
    organizationId: null,
  });
  if (!made.ok) throw new Error(made.refusal.message);
  const session = await encode({ token: { sid: seeded.sessionId }, secret: testKeys.sessionSecret });
  const cookie = { cookie: `keydesk-session=${session}` };
  const bearer = { authorization: `Bearer ${made.value.secret}` };
  const ofApi = `${product.apiUrl}/api/v1.0/export`;
  const organization = `_oid=${seeded.organizationId}`;
  const grid = `${product.deskUrl}/integrations/api-access`;

  // Idle as it is in life: each process has answered pages and an export before.
  for (let i = 0; i < 20; i++) {
    await drain(`${grid}?q=${i}`, cookie);
    await drain(`${grid}/export.csv?q=Nightly%20sync%20${i}000`, cookie);
    await drain(`${ofApi}/usage.csv?${organization}`, bearer);
  }
  await sleep(3_000);
  const api = await measure("api.mjs", () => drain(`${ofApi}/tokens.csv?${organization}`, bearer));
  const desk = await measure("next", () => drain(`${grid}/export.csv`, cookie));
  const copies: number[] = [];
  const exports: number[] = [];
  for (let round = 0; round < rounds; round++) {
    copies.push(await copyWithPsql());
    exports.push(await discard(`${ofApi}/tokens.csv?${organization}`, bearer));
  }
  const [copy, own] = [timingOf(copies).p50, timingOf(exports).p50];

  const line = (name: string, { idle, peak, value }: Measured) =>
    `| ${name} | ${value.rows} | ${(value.bytes / megabyte).toFixed(0)} MB | ${value.seconds.toFixed(1)} s | ${Math.round(value.rows / value.seconds)} | ` +
    `${(idle / megabyte).toFixed(0)} MB | ${((peak - idle) / megabyte).toFixed(0)} MB |`;
  const lines = [
    "# What an export of all tokens costs",
    "",
    `Of the running product, over HTTP, each face in its own process; Node ${process.version}. Memory is resident memory, at most ${megabytesMax} MB over idle.`,
    "",
    "| export | rows | size | time | rows/s | idle | over idle |",
    "|---|---|---|---|---|---|---|",
    line("API, `tokens.csv` of an organization", api),
    line("desk, the whole grid", desk),
    "",
    `The API against \`psql -c "COPY (…) TO STDOUT WITH CSV"\` of the same rows, medians of ${rounds} rounds by turns: ${own.toFixed(1)} s against ${copy.toFixed(1)} s, ` +
      `${Math.round((copy / own) * 100)} % of its rate (at least ${Math.round(shareOfCopyMin * 100)} %).`,
  ];
  mkdirSync(path.join(import.meta.dirname, "results"), { recursive: true });
  writeFileSync(path.join(import.meta.dirname, "results", "csv.md"), `${lines.join("\n")}\n`);
  console.log(lines.join("\n"));
  const tooMuch = [api, desk].some(({ idle, peak }) => peak - idle > megabytesMax * megabyte);
  process.exitCode = tooMuch || copy / own < shareOfCopyMin ? 1 : 0;
} finally {
  await db.$disconnect();
  await product.stop();
  await database.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
}

type Drained = { readonly rows: number; readonly bytes: number; readonly seconds: number };
type Measured = { readonly idle: number; readonly peak: number; readonly value: Drained };

async function measure(program: string, work: () => Promise<Drained>): Promise<Measured> {
  const pid = findChild(product.pid, program);
  const idle = residentBytes(pid);
  return { idle, ...(await peakDuring(pid, work)) };
}

/** Counts what an answer holds. */
async function drain(url: string, headers: Record<string, string>): Promise<Drained> {
  const start = performance.now();
  const response = await open(url, headers);
  let [rows, bytes, tail] = [-1, 0, ""];
  for await (const part of response) {
    bytes += (part as Buffer).length;
    const text = tail + (part as Buffer).toString("latin1");
    for (let at = text.indexOf('"\r\n'); at >= 0; at = text.indexOf('"\r\n', at + 3)) rows++;
    tail = text.endsWith('"\r') ? '"\r' : text.endsWith('"') ? '"' : "";
  }
  if (!response.complete) throw new Error(`${url} broke off`);
  return { rows, bytes, seconds: (performance.now() - start) / 1000 };
}

/** Reads an answer to its end as `psql > /dev/null` does, and says how long it took, in seconds. */
async function discard(url: string, headers: Record<string, string>): Promise<number> {
  const start = performance.now();
  const response = (await open(url, headers)).resume();
  await once(response, "end");
  if (!response.complete) throw new Error(`${url} broke off`);
  return (performance.now() - start) / 1000;
}

async function open(url: string, headers: Record<string, string>): Promise<IncomingMessage> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers, agent: false }, resolve).on("error", reject);
  });
  if (response.statusCode !== 200) throw new Error(`${url}: ${response.statusCode}`);
  return response;
}

async function copyWithPsql(): Promise<number> {
  const { rows } = tokensSource(clock.now);
  const settings = { account: seeded.accountId, organization: seeded.organizationId, deleted: "" };
  const given = Object.entries(settings).map(([name, value]) => `SET keydesk.${name} = '${value}'`);
  const statements = [...given, "SET jit = off", `COPY (${rows}) TO STDOUT WITH CSV`];
  const start = performance.now();
  const psql = spawn(
    "psql",
    [database.url, "-q", "-v", "ON_ERROR_STOP=1", ...statements.flatMap((text) => ["-c", text])],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const [code] = await once(psql, "exit");
  if (code !== 0) throw new Error(`psql ended with ${code}`);
  return (performance.now() - start) / 1000;
}
