import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import path from "node:path";
import pg from "pg";
import { openBenchDatabase } from "@/bench/database";
import { acceptedCases, type GridCase, gridCases } from "@/bench/grid-cases";
import { type Timing, timed, timingOf } from "@/bench/measure";
import { findSeededAccounts, type SeededAccount, seedAccounts } from "@/bench/seed";
import { tokenQuerySchema } from "@/domain/tokens/token-query";
import type { Prisma } from "@/prisma/client/client";
import { createDatabase, type Database } from "@/prisma/client-factory";
import { createTestClock, createTestContext } from "@/services/testing/context";
import { countTokens } from "@/services/tokens/counts";
import { findPage } from "@/services/tokens/find-page";
import { loadGoneUserIds } from "@/services/tokens/gone-users";
import { listTokens } from "@/services/tokens/list";

/**
 * `npm run bench:grid`: what a page of the grid costs in an account with 10 000 tokens and in one with 1 000 000, through
 * the service (rights, count, page, rows, hours), both in turns in the same run. Fails when a case costs more than 3×.
 */
const sizes = [10_000, 1_000_000] as const;
const runs = Number(process.env.BENCH_RUNS ?? 40);
const warmUps = 5;
const ratioMax = 3;
const only = process.env.BENCH_ONLY;
const here = import.meta.dirname;

const clock = createTestClock();
const database = await openBenchDatabase("keydesk_bench_grid");
const accounts = database.fresh
  ? await seedAccounts(database.url, sizes, clock.now)
  : await findSeededAccounts(database.url, sizes);
const db = createDatabase(database.url);
const [small, large] = accounts as [SeededAccount, SeededAccount];

type Side = { readonly cases: GridCase[]; readonly context: ReturnType<typeof createTestContext> };
async function sideOf(account: SeededAccount): Promise<Side> {
  return {
    cases: gridCases(account.people),
    context: createTestContext(db, clock, { kind: "session", sessionId: account.sessionId }),
  };
}

async function list({ context }: Side, { name, query }: GridCase): Promise<void> {
  const result = await listTokens(context, query);
  if (!result.ok) throw new Error(`${name}: ${result.refusal.message}`);
}

const table: string[] = [];
const slow: string[] = [];
function report(name: string, a: Timing, b: Timing): void {
  const ratio = b.p95 / a.p95;
  if (ratio > ratioMax && !(name in acceptedCases)) slow.push(name);
  const ms = (value: number) => value.toFixed(1);
  const row = [
    name,
    ms(a.p50),
    ms(a.p95),
    ms(b.p50),
    ms(b.p95),
    (b.p50 / a.p50).toFixed(2),
    ratio.toFixed(2),
  ];
  table.push(`| ${row.join(" | ")} |`);
  console.log(row.join("\t"));
}

async function compare(name: string, a: () => Promise<unknown>, b: () => Promise<unknown>): Promise<void> {
  const durations: [number[], number[]] = [[], []];
  for (let i = -warmUps; i < runs; i++) {
    const pair = [await timed(a), await timed(b)] as const;
    if (i < 0) continue;
    durations[0].push(pair[0]);
    durations[1].push(pair[1]);
  }
  report(name, timingOf(durations[0]), timingOf(durations[1]));
}

const [smallSide, largeSide] = [await sideOf(small), await sideOf(large)];
for (const [i, smallCase] of smallSide.cases.entries()) {
  if (only && !smallCase.name.includes(only)) continue;
  const largeCase = largeSide.cases[i]!;
  await compare(
    smallCase.name,
    () => list(smallSide, smallCase),
    () => list(largeSide, largeCase),
  );
  await writePlans(largeCase);
}
if (!only)
  await compare(
    "all counts",
    () => countTokens(smallSide.context),
    () => countTokens(largeSide.context),
  );

async function writePlans({ name, query }: GridCase): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const parsed = tokenQuerySchema.parse(query);
  const goneUserIds = await loadGoneUserIds(db, large.accountId);
  const facts = { accountId: large.accountId, organizationId: null, now: clock.now, goneUserIds };
  const parts = [`${name}: ${JSON.stringify(query)}, in an account with ${large.tokens} tokens`];
  const statements: Prisma.Sql[] = [];
  const recording = {
    $queryRaw: (statement: Prisma.Sql) => {
      statements.push(statement);
      return db.$queryRaw(statement);
    },
  } as Database;
  const { total } = await findPage(recording, parsed, facts);
  parts.push(`${total.count}${total.exact ? "" : "+"} matches`);
  for (const statement of statements) {
    const plan = await client.query<{ "QUERY PLAN": string }>({
      text: `EXPLAIN (ANALYZE, BUFFERS, SUMMARY OFF) ${statement.text}`,
      values: statement.values as unknown[],
    });
    parts.push(plan.rows.map((row) => row["QUERY PLAN"]).join("\n"));
  }
  await client.end();
  mkdirSync(path.join(here, "plans"), { recursive: true });
  const file = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/-$/, "");
  // Ids differ from seed to seed and say nothing.
  const text = parts.join("\n\n").replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "…");
  writeFileSync(path.join(here, "plans", `${file}.txt`), `${text}\n`);
}

if (!only) {
  const head = [
    "# What a page of the grid costs",
    "",
    `Through the service, in milliseconds, ${runs} runs each in turns; ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}, load average ${loadavg()[1]!.toFixed(1)} at the end. The plans of the large account stand in \`plans/\`.`,
    "",
    "| case | 10 k p50 | 10 k p95 | 1 M p50 | 1 M p95 | ratio p50 | ratio p95 |",
    "|---|--:|--:|--:|--:|--:|--:|",
  ];
  const accepted = Object.entries(acceptedCases).map(([name, why]) => `- ${name}: ${why}.`);
  const foot = accepted.length === 0 ? [] : ["", `Accepted above ${ratioMax}×:`, ...accepted];
  mkdirSync(path.join(here, "results"), { recursive: true });
  writeFileSync(path.join(here, "results", "grid.md"), `${[...head, ...table, ...foot].join("\n")}\n`);
}
await db.$disconnect();
await database.stop();
console.log(
  slow.length === 0
    ? `Every case costs at most ${ratioMax}×, but for those accepted: ${Object.keys(acceptedCases).join("; ") || "none"}.`
    : `More than ${ratioMax}×: ${slow.join("; ")}`,
);
process.exitCode = slow.length === 0 ? 0 : 1;
