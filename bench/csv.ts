import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get, type IncomingMessage } from "node:http";
import { cpus, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { encode } from "next-auth/jwt";
import { openBenchDatabase } from "@/bench/database";
import { timingOf } from "@/bench/measure";
import { findChild, peakDuring, residentBytes } from "@/bench/process-memory";
import { openSeededOrganization, seedOrganization } from "@/bench/seed-organization";
import { tokenQuerySchema } from "@/domain/tokens/token-query";
import { Prisma } from "@/prisma/client/client";
import { createDatabase } from "@/prisma/client-factory";
import { closeConnection, openConnection } from "@/prisma/connection";
import { startProduct } from "@/scripts/test/start-product";
import { gridSource } from "@/services/export/grid-source";
import { inlineValues } from "@/services/export/inline-values";
import type { ExportSource } from "@/services/export/source";
import { startExport } from "@/services/export/start";
import { tokensSource } from "@/services/export/tokens-source";
import { createTestClock, createTestContext, testKeys } from "@/services/testing/context";
import { createToken } from "@/services/tokens/create";

/**
 * `npm run bench:csv`: what an export of 1 000 000 tokens takes of the running product: the desk's grid and the HTTP API, each in its own
 * process, over HTTP, as CSV and as JSON Lines. Beside each, by turns in the same rounds, `psql`'s COPY … WITH CSV of the same rows and
 * columns. Fails above 80 MB over idle, and when an export is slower than half of COPY.
 * Needs psql. BENCH_ROUNDS: rounds of each, 3 when left out.
 */
const tokens = 1_000_000;
const rounds = Number(process.env.BENCH_ROUNDS ?? 3);
const megabytesMax = 80;
const shareOfCopyMin = 1 / 2;
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
    await discard(await open(`${grid}?q=${i}`, cookie), "grid");
    await discard(await open(`${grid}/export.csv?q=Nightly%20sync%20${i}000`, cookie), "grid");
    await discard(await open(`${ofApi}/usage.csv?${organization}`, bearer), "usage");
  }
  await sleep(3_000);
  const ofTokens = tokensSource(
    { accountId: seeded.accountId, organizationId: seeded.organizationId },
    clock.now,
    {},
  );
  const query = tokenQuerySchema.parse({});
  const facts = { accountId: seeded.accountId, organizationId: null, now: clock.now, goneUserIds: [] };
  const ways: Way[] = [];
  for (const format of ["csv", "jsonl"] as const) {
    const url = `${ofApi}/tokens.${format}?${organization}`;
    ways.push({
      name: `API, \`tokens.${format}\` of an organization`,
      program: "api.mjs",
      source: ofTokens,
      open: () => open(url, bearer),
    });
  }
  for (const format of ["csv", "jsonl"] as const) {
    const source = gridSource(format, query, facts);
    ways.push({
      name: `desk, the whole grid, ${format}`,
      program: "next",
      source,
      open: () => openDesk(format),
    });
  }
  const measured: Outcome[] = [];
  for (const way of ways) {
    const statement = await copyStatement(way.source);
    const memory = await measure(way.program, async () => drain(await way.open(), way.name));
    const [copies, own]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      copies.push(await copyWithPsql(statement));
      const start = performance.now();
      await discard(await way.open(), way.name);
      own.push((performance.now() - start) / 1000);
    }
    measured.push({ ...memory, way, copies, own, load: loadavg()[0]! });
    console.log(lineOf(measured.at(-1)!));
  }

  const lines = [
    "# What an export of all tokens costs",
    "",
    `Of the running product, over HTTP, each face in its own process; Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}. Memory is resident memory, at most ${megabytesMax} MB over idle.`,
    `Speed is measured beside \`psql -c "COPY (…) TO STDOUT WITH CSV"\` of the same rows and columns, by turns, ${rounds} ${rounds === 1 ? "round" : "rounds"}, the client on the same machine: ` +
      `medians, and the share of COPY's rate (at least ${percent(shareOfCopyMin)}) with its range over the rounds. Load is the machine's over the last minute: above ${cpus().length} other work took part of the time of both.`,
    "",
    "| export | rows | size | time | rows/s | COPY | share of COPY | idle | over idle | load |",
    "|---|---|---|---|---|---|---|---|---|---|",
    ...measured.map(lineOf),
  ];
  mkdirSync(path.join(import.meta.dirname, "results"), { recursive: true });
  writeFileSync(path.join(import.meta.dirname, "results", "csv.md"), `${lines.join("\n")}\n`);
  const isTooMuch = measured.some(({ idle, peak }) => peak - idle > megabytesMax * megabyte);
  const isTooSlow = measured.some(
    ({ copies, own }) => timingOf([...copies]).p50 / timingOf([...own]).p50 < shareOfCopyMin,
  );
  process.exitCode = isTooMuch || isTooSlow ? 1 : 0;

  async function openDesk(format: "csv" | "jsonl"): Promise<IncomingMessage> {
    const started = await startExport(context, { what: "tokens", format, filter: {} });
    if (!started.ok) throw new Error(started.refusal.message);
    return open(`${product.deskUrl}/exports/${started.value.id}/file`, cookie);
  }
} finally {
  await db.$disconnect();
  await product.stop();
  await database.stop();
  rmSync(dataDirectory, { recursive: true, force: true });
}

type Drained = { readonly rows: number; readonly bytes: number };
type Measured = { readonly idle: number; readonly peak: number; readonly value: Drained };
type Way = {
  readonly name: string;
  readonly program: string;
  readonly source: ExportSource;
  readonly open: () => Promise<IncomingMessage>;
};
type Outcome = Measured & {
  readonly way: Way;
  readonly copies: readonly number[];
  readonly own: readonly number[];
  readonly load: number;
};

async function measure(program: string, work: () => Promise<Drained>): Promise<Measured> {
  const pid = findChild(product.pid, program);
  const idle = residentBytes(pid);
  return { idle, ...(await peakDuring(pid, work)) };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function lineOf({ way, value, copies, own, idle, peak, load }: Outcome): string {
  const shares = own.map((seconds, i) => Math.round((copies[i]! / seconds) * 100)).toSorted((a, b) => a - b);
  const [seconds, copy] = [timingOf([...own]).p50, timingOf([...copies]).p50];
  const cells = [
    way.name,
    value.rows,
    `${(value.bytes / megabyte).toFixed(0)} MB`,
    `${seconds.toFixed(1)} s`,
    Math.round(value.rows / seconds),
    `${copy.toFixed(1)} s`,
    `${Math.round((copy / seconds) * 100)} % (${shares[0]}–${shares.at(-1)} %)`,
    `${(idle / megabyte).toFixed(0)} MB`,
    `${((peak - idle) / megabyte).toFixed(0)} MB`,
    load.toFixed(1),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Counts what an answer holds; that it is whole is the exporter's to hold, which breaks off where a row is missing. */
async function drain(response: IncomingMessage, name: string): Promise<Drained> {
  let bytes = 0;
  for await (const part of response) bytes += (part as Buffer).length;
  if (!response.complete) throw new Error(`${name} broke off`);
  const { rows } = await db.export.findFirstOrThrow({
    where: { status: "done" },
    orderBy: { finishedAt: "desc" },
  });
  return { rows: Number(rows), bytes };
}

/** Reads an answer to its end as `psql > /dev/null` does. */
async function discard(response: IncomingMessage, name: string): Promise<void> {
  response.resume();
  await once(response, "end");
  if (!response.complete) throw new Error(`${name} broke off`);
}

async function open(url: string, headers: Record<string, string>): Promise<IncomingMessage> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers, agent: false }, resolve).on("error", reject);
  });
  if (response.statusCode !== 200) throw new Error(`${url}: ${response.statusCode}`);
  return response;
}

// The same columns in the same order, as the database has them.
async function copyStatement({ columns, from, order }: ExportSource): Promise<string> {
  const connection = await openConnection(database.url, {
    applicationName: "bench",
    connectMsMax: 5_000,
    statementMsMax: 5_000,
    settings: {},
  });
  const cells = Prisma.join(columns.map(({ sql }) => sql));
  const text = await inlineValues(
    connection,
    Prisma.sql`COPY (SELECT ${cells} ${from} ORDER BY ${order}) TO STDOUT WITH CSV`,
  );
  closeConnection(connection);
  return text;
}

async function copyWithPsql(statement: string): Promise<number> {
  const start = performance.now();
  const psql = spawn(
    "psql",
    [database.url, "-q", "-v", "ON_ERROR_STOP=1", "-c", "SET jit = off", "-c", statement],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
  const [code] = await once(psql, "exit");
  if (code !== 0) throw new Error(`psql ended with ${code}`);
  return (performance.now() - start) / 1000;
}
