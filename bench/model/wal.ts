import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { seedAccounts } from "@/bench/seed";
import { table } from "@/bench/verify/spread";
import { openServer } from "@/bench/verify/stage/server";
import { closeConnection, openConnection } from "@/prisma/connection";
import { applyMigrations } from "@/prisma/migrate";
import { applyJournal } from "@/services/usage/apply-journal";
import { countUse, openBook } from "@/services/usage/book";
import { writeBook } from "@/services/usage/write-book";

/**
 * `npm run bench:wal`: how many bytes of write-ahead log a use costs, in the journal and when it is moved, and what a token takes on
 * disk by table and index. Bytes do not depend on how busy the machine is.
 */
const tokens = Number(process.env.BENCH_TOKENS ?? 100_000);
const usesPerFlush = 15_000;
const flushes = 4;

const folder = mkdtempSync(path.join(tmpdir(), "keydesk-wal-"));
chmodSync(folder, 0o711);
const server = await openServer(folder);
try {
  const url = await server.database(`keydesk_bench_wal_${process.pid}`, false);
  await applyMigrations(url);
  await seedAccounts(url, [tokens], new Date());
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ token: string; secret: string; account: string }>(
    `SELECT t."id" AS token, s."id" AS secret, t."accountId" AS account FROM "Token" t
     JOIN "TokenSecret" s ON s."tokenId" = t."id" WHERE t."deletedAt" IS NULL ORDER BY random() LIMIT $1`,
    [usesPerFlush * flushes],
  );
  const connection = await openConnection(url, {
    applicationName: "keydesk-bench-wal",
    connectMsMax: 5_000,
    statementMsMax: 60_000,
    settings: {},
  });
  const position = async () =>
    Number((await client.query(`SELECT pg_current_wal_insert_lsn() - '0/0' AS at`)).rows[0].at);
  const written = async (work: () => Promise<unknown>) => {
    const before = await position();
    await work();
    return (await position()) - before;
  };
  const record = (uses: typeof rows) => {
    const book = openBook();
    for (const use of uses)
      countUse(book, {
        at: new Date(),
        verdict: "valid",
        facts: { secretId: use.secret, token: { id: use.token }, account: { id: use.account } },
        gatewayId: null,
        ip: "192.0.2.1",
        agent: "bench",
        isCall: true,
      });
    return book;
  };

  const perUse = (bytes: number) => (bytes / rows.length).toFixed(0);
  const lines: string[][] = [];
  for (const [moved, afterCheckpoint] of [
    ["first use of a token in this hour, after a checkpoint", true],
    ["a later one, its pages in the log already", false],
    ["a later one, after a checkpoint", true],
  ] as const) {
    if (afterCheckpoint) await client.query("CHECKPOINT");
    let journal = 0;
    for (let i = 0; i < flushes; i++) {
      const uses = rows.slice(i * usesPerFlush, (i + 1) * usesPerFlush);
      journal += await written(() => writeBook(connection, record(uses)));
    }
    const apply = await written(() => applyJournal(connection, true));
    lines.push([moved, perUse(journal), perUse(apply)]);
  }
  console.log(`${rows.length} uses of as many of ${tokens} tokens, bytes of WAL a use:\n`);
  console.log(`${server.durability}\n`);
  console.log(table(["", "journal", "moved"], lines));
  await client.query("VACUUM (ANALYZE)");
  const sizes = await client.query<{ name: string; bytes: number }>(
    `SELECT c.relname AS name, pg_relation_size(c.oid)::float8 AS bytes FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = 'public' AND c.relkind IN ('r', 'i') AND pg_relation_size(c.oid) > $1::float8 * 4 ORDER BY 2 DESC`,
    [tokens],
  );
  console.log(
    `\n${table(
      ["table or index", "bytes a token"],
      sizes.rows.map(({ name, bytes }) => [name, (bytes / tokens).toFixed(0)]),
    )}`,
  );
  closeConnection(connection);
  await client.end();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
