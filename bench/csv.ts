import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openBenchDatabase } from "@/bench/database";
import { findSeededAccounts, seedAccounts } from "@/bench/seed";
import { createDatabase } from "@/prisma/client-factory";
import { createTestClock, createTestContext, rememberDatabaseUrl } from "@/services/testing/context";
import { exportTokensCsv } from "@/services/tokens/export-csv";
import { listTokens } from "@/services/tokens/list";

/**
 * `npm run bench:csv`: the memory that an export of 1 000 000 tokens takes over an idle process (resident set, sampled every
 * 20 ms, without forced collections), with the heap limit that the desk is started with. Fails above 80 MB.
 */
const sizes = [10_000, 1_000_000] as const;
const megabytesMax = 80;
const megabyte = 1024 * 1024;

const clock = createTestClock();
const database = await openBenchDatabase("keydesk_bench_grid");
const accounts = database.fresh
  ? await seedAccounts(database.url, sizes, clock.now)
  : await findSeededAccounts(database.url, sizes);
const db = createDatabase(database.url);
rememberDatabaseUrl(db, database.url);
const [small, large] = accounts.map(({ sessionId }) =>
  createTestContext(db, clock, { kind: "session", sessionId }),
) as [ReturnType<typeof createTestContext>, ReturnType<typeof createTestContext>];

// Idle as a desk is: it has answered pages and an export before.
for (let i = 0; i < 50; i++) await listTokens(small, {});
await drain(small);
await sleep(2000);
const idle = process.memoryUsage.rss();

let peak = idle;
const sampler = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage.rss());
}, 20);
const start = performance.now();
const { rows, bytes } = await drain(large);
const seconds = (performance.now() - start) / 1000;
clearInterval(sampler);
const over = (peak - idle) / megabyte;

const lines = [
  "# What an export of all tokens costs",
  "",
  `${rows} rows, ${(bytes / megabyte).toFixed(0)} MB of CSV in ${seconds.toFixed(0)} s (${Math.round(rows / seconds)} rows/s), Node ${process.version}.`,
  `Resident memory: ${(idle / megabyte).toFixed(0)} MB idle, ${(peak / megabyte).toFixed(0)} MB at its peak: ${over.toFixed(0)} MB more (at most ${megabytesMax}).`,
];
mkdirSync(path.join(import.meta.dirname, "results"), { recursive: true });
writeFileSync(path.join(import.meta.dirname, "results", "csv.md"), `${lines.join("\n")}\n`);
console.log(lines.join("\n"));
await db.$disconnect();
await database.stop();
process.exitCode = over <= megabytesMax ? 0 : 1;

/** Reads an export to its end as a response would, giving other work its turn between the parts. */
async function drain(
  context: ReturnType<typeof createTestContext>,
): Promise<{ rows: number; bytes: number }> {
  const result = await exportTokensCsv(context, {});
  if (!result.ok) throw new Error(result.refusal.message);
  let rows = -1;
  let bytes = 0;
  for await (const part of result.value) {
    bytes += Buffer.byteLength(part);
    for (let at = part.indexOf('"\r\n'); at >= 0; at = part.indexOf('"\r\n', at + 3)) rows++;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { rows, bytes };
}
