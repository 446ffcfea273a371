import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { openBenchDatabase } from "@/bench/database";
import { timingOf } from "@/bench/measure";
import { startAuditSealer } from "@/services/audit/sealer";

/**
 * `npm run bench:audit`: 2 000 events a second are written for half a minute, each in a transaction of its own over 16 connections,
 * while three sealers run as three API processes would. Says how long an event waits for its number, and fails when one
 * waits for more than two seconds, a number is missing, or the writers cannot keep their pace.
 */
const eventsPerSecond = 2_000;
const seconds = 30;
const writers = 16;
const waitMsMax = 2_000;

const database = await openBenchDatabase(`keydesk_bench_audit_${process.pid}`);
const accounts = [randomUUID(), randomUUID(), randomUUID()];
const warnings: string[] = [];
const log = { warn: (_: object, message: string) => void warnings.push(message) };
const sealers = [0, 1, 2].map(() => startAuditSealer(database.url, log));
const clients = await Promise.all(Array.from({ length: writers }, () => connect()));
const observer = await connect();

let written = 0;
const start = performance.now();
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
      text: `INSERT INTO "AuditEvent" ("id", "accountId", "at", "actorKind", "actorName", "action", "outcome")
        VALUES (uuidv7(), $1, clock_timestamp(), 'cli', 'Bench', 'session.sign_in', 'done')`,
      values: [accountId],
    });
  }
};
let waitingMost = 0;
let writing = true;
const watching = (async () => {
  while (writing) {
    const { rows } = await observer.query<{ n: number }>('SELECT count(*)::int AS n FROM "AuditPending"');
    waitingMost = Math.max(waitingMost, rows[0]!.n);
    await sleep(100);
  }
})();
await Promise.all(clients.map(write));
const took = (performance.now() - start) / 1000;
writing = false;
await watching;
await Promise.all(sealers.map((sealer) => sealer.close()));

const { rows: waits } = await observer.query<{ ms: number }>(
  `SELECT 1000 * extract(epoch FROM l."sealedAt" - e."at")::float8 AS ms FROM "AuditLeaf" l JOIN "AuditEvent" e ON e."id" = l."eventId"`,
);
const { rows: logs } = await observer.query<{ gapless: boolean }>(
  `SELECT count(*) = max("seq") AND min("seq") = 1 AS gapless FROM "AuditLeaf" GROUP BY "logId"`,
);
const wait = timingOf(waits.map((row) => row.ms));
const longest = waits.reduce((most, row) => Math.max(most, row.ms), 0);
const isWhole =
  waits.length === written && logs.length === accounts.length && logs.every((row) => row.gapless);
const lines = [
  "# How long an audit event waits for its number",
  "",
  `${written} events over ${writers} connections in ${took.toFixed(1)} s (${Math.round(written / took)} a second; asked for ${eventsPerSecond}), three sealers, Node ${process.version}.`,
  `Wait: median ${wait.p50.toFixed(0)} ms, 95 % within ${wait.p95.toFixed(0)} ms, longest ${longest.toFixed(0)} ms (at most ${waitMsMax}). At most ${waitingMost} waited at a time.`,
  `Numbers: ${isWhole ? "each log whole, from 1 and without gaps" : "NOT WHOLE"}. Warnings of sealers: ${warnings.length}.`,
];
mkdirSync(path.join(import.meta.dirname, "results"), { recursive: true });
writeFileSync(path.join(import.meta.dirname, "results", "audit.md"), `${lines.join("\n")}\n`);
console.log(lines.join("\n"));
await Promise.all([...clients, observer].map((client) => client.end()));
await database.stop();
const keptPace = took < seconds * 1.1;
process.exitCode = isWhole && keptPace && longest <= waitMsMax && warnings.length === 0 ? 0 : 1;

async function connect(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return client;
}
