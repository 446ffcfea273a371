import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { openBenchDatabase } from "@/bench/database";
import { timingOf } from "@/bench/measure";
import { foldNodes, openFrontier } from "@/domain/audit/log/frontier";
import { isSameHash } from "@/domain/audit/log/tree-hasher";
import { logHasher } from "@/services/audit/log/leaf-hasher";
import { startAuditSealer } from "@/services/audit/sealer";

/**
 * `npm run bench:audit`: events are written each in a transaction of its own over 16 connections, 2 000 a second and then 500 a second, while
 * three sealers run as three API processes would. Says how long an event waits until it has its number and its hash is in the tree, and fails when a number or
 * hash is missing, when sealing does not keep up with 2 000, or when one waits for more than two seconds at 500.
 */
const phases = [
  { eventsPerSecond: 2_000, seconds: 20, waitMsMax: null },
  { eventsPerSecond: 500, seconds: 20, waitMsMax: 2_000 },
] as const;
const writers = 16;
/** What may still wait when the writers stop, if sealing keeps up. */
const backlogMsMax = 2_000;

const database = await openBenchDatabase(`keydesk_bench_audit_${process.pid}`);
const accounts = [randomUUID(), randomUUID(), randomUUID()];
const warnings: string[] = [];
const log = { warn: (_: object, message: string) => void warnings.push(message) };
const sealers = [0, 1, 2].map(() => startAuditSealer(database.url, log));
const clients = await Promise.all(Array.from({ length: writers }, () => connect()));
const observer = await connect();
const [loadBefore = 0] = loadavg();

const lines = ["# How long an audit event waits for its number and its place in the tree", ""];
let isGood = true;
let writtenInAll = 0;
for (const { eventsPerSecond, seconds, waitMsMax } of phases) {
  const { written, took, waitingMost, settledMs, waits } = await run(eventsPerSecond, seconds);
  writtenInAll += written;
  const wait = timingOf(waits);
  const longest = waits.reduce((most, ms) => Math.max(most, ms), 0);
  const keptPace = took < seconds * 1.1;
  const keptUp = settledMs <= backlogMsMax && waits.length === written;
  isGood &&= keptPace && keptUp && (waitMsMax === null || longest <= waitMsMax);
  lines.push(
    `**${eventsPerSecond} a second**: ${written} events over ${writers} connections in ${took.toFixed(1)} s (${Math.round(written / took)} a second).`,
    `Wait until sealed: median ${wait.p50.toFixed(0)} ms, 95 % within ${wait.p95.toFixed(0)} ms, longest ${longest.toFixed(0)} ms${waitMsMax === null ? "" : ` (at most ${waitMsMax})`}.`,
    `At most ${waitingMost} waited at a time; ${settledMs.toFixed(0)} ms after the last was written none did (at most ${backlogMsMax}). ${keptPace && keptUp ? "It keeps up." : "IT DOES NOT KEEP UP."}`,
    "",
  );
}
await Promise.all(sealers.map((sealer) => sealer.close()));
const isWhole = await isEveryTreeWhole();
isGood &&= isWhole && warnings.length === 0;
lines.push(
  `Each log: ${isWhole ? "whole, from 1 and without gaps, and its tree's root is that of all its hashes" : "NOT WHOLE"}. Warnings of sealers: ${warnings.length}.`,
  "The wait ends when the event's batch begins; others see it when that commits, some tens of milliseconds later. Checkpoints were not signed meanwhile.",
  `Three sealers in one process, the writers in the same one, PostgreSQL beside them on ${cpus().length} processors. Load of the machine before: ${loadBefore.toFixed(1)}, at the end: ${(loadavg()[0] ?? 0).toFixed(1)}. Node ${process.version}.`,
);
mkdirSync(path.join(import.meta.dirname, "results"), { recursive: true });
writeFileSync(path.join(import.meta.dirname, "results", "audit.md"), `${lines.join("\n")}\n`);
console.log(lines.join("\n"));
await Promise.all([...clients, observer].map((client) => client.end()));
await database.stop();
process.exitCode = isGood ? 0 : 1;

async function run(eventsPerSecond: number, seconds: number) {
  let written = 0;
  const start = performance.now();
  const { rows: began } = await observer.query<{ at: Date }>("SELECT clock_timestamp() AS at");
  const write = async (client: pg.Client) => {
    while (written < eventsPerSecond * seconds) {
      const due = start + (written / eventsPerSecond) * 1000;
      if (performance.now() < due) {
        await sleep(Math.max(1, due - performance.now()));
        continue;
      }
      const accountId = accounts[written++ % accounts.length]!;
      await client.query({
        name: "insert",
        text: `INSERT INTO "AuditEvent" ("id", "accountId", "at", "actorKind", "actorId", "actorName", "action", "outcome", "targetName", "ip", "details")
          VALUES (uuidv7(), $1, clock_timestamp(), 'cli', $1, 'Bench', 'token.edit', 'done', 'Nightly sync', '203.0.113.7',
            '{"changed": ["the name"], "before": {"name": "Nightly"}, "after": {"name": "Nightly sync"}}')`,
        values: [accountId],
      });
    }
  };
  let waitingMost = 0;
  let writing = true;
  const waiting = async () =>
    (await observer.query<{ n: number }>('SELECT count(*)::int AS n FROM "AuditPending"')).rows[0]!.n;
  const watching = (async () => {
    while (writing) {
      waitingMost = Math.max(waitingMost, await waiting());
      await sleep(100);
    }
  })();
  await Promise.all(clients.map(write));
  const end = performance.now();
  writing = false;
  await watching;
  while ((await waiting()) > 0 && performance.now() - end < 60_000) await sleep(20);
  const settledMs = performance.now() - end;
  const { rows } = await observer.query<{ ms: number }>(
    `SELECT 1000 * extract(epoch FROM l."sealedAt" - e."at")::float8 AS ms FROM "AuditLeaf" l JOIN "AuditEvent" e ON e."id" = l."eventId" WHERE e."at" >= $1`,
    [began[0]!.at],
  );
  return { written, took: (end - start) / 1000, waitingMost, settledMs, waits: rows.map((row) => row.ms) };
}

async function isEveryTreeWhole(): Promise<boolean> {
  let leaves = 0;
  for (const logId of accounts) {
    const { rows } = await observer.query<{ seq: number; hash: Buffer | null }>(
      'SELECT "seq"::int AS seq, "hash" FROM "AuditLeaf" WHERE "logId" = $1 ORDER BY "seq"',
      [logId],
    );
    const { rows: trees } = await observer.query<{ size: string; nodes: Buffer[] }>(
      'SELECT "size", "nodes" FROM "AuditTree" WHERE "logId" = $1',
      [logId],
    );
    const frontier = openFrontier(logHasher);
    for (const [i, { seq, hash }] of rows.entries()) {
      if (seq !== i + 1 || hash === null) return false;
      frontier.append(new Uint8Array(hash));
    }
    const tree = trees[0];
    if (tree === undefined || Number(tree.size) !== rows.length) return false;
    if (!isSameHash(frontier.root(), foldNodes(logHasher, tree.nodes))) return false;
    leaves += rows.length;
  }
  return leaves === writtenInAll;
}

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return client;
}
