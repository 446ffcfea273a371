import pg from "pg";
import { expect } from "vitest";
import { createDatabase } from "@/prisma/client-factory";
import { createTestDatabase } from "@/prisma/testing";
import { rememberDatabaseUrl, type TestClock } from "@/services/testing/context";
import { patience } from "@/services/testing/patience";
import { createWorld, type World } from "@/services/testing/world";

export type OpenWorld = World & {
  readonly url: string;
  /** Runs a statement beside the client, for what no service may do (triggers, rows out of order). */
  run(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  /** Resolves once somebody waits for a lock on this table, such as one that `run` has taken. */
  someoneWaitsFor(table: string): Promise<void>;
  /** Everything that is kept but the audit trail and notes for look-ups, as text: equal dumps mean that nothing changed. */
  dump(): Promise<string>;
  close(): Promise<void>;
};

/** A world in a database of its own: call it in `beforeAll`, and `close` in `afterAll`. */
export async function openWorld(
  options: { connectionsMax?: number; clock?: TestClock } = {},
): Promise<OpenWorld> {
  const database = await createTestDatabase();
  const db = createDatabase(database.url, options.connectionsMax ?? 10, undefined, patience);
  rememberDatabaseUrl(db, database.url);
  const beside = new pg.Client({ connectionString: database.url });
  await beside.connect();
  const run = async (sql: string, values: unknown[] = []) =>
    (await beside.query<Record<string, unknown>>(sql, values)).rows;
  return {
    ...(await createWorld(db, options.clock)),
    url: database.url,
    run,
    async someoneWaitsFor(table) {
      // Unlike pg_stat_activity, this shows the present also within a transaction.
      const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = to_regclass($1)
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
      await expect.poll(async () => (await run(waiting, [`"${table}"`])).length).toBeGreaterThan(0);
    },
    dump: () => dumpAll(run),
    async close() {
      await Promise.all([db.$disconnect(), beside.end()]);
      await database.drop();
    },
  };
}

// One statement for all tables, so that a test may take a dump before and after each of hundreds of cases.
async function dumpAll(run: OpenWorld["run"]): Promise<string> {
  const tables = await run(
    `SELECT tablename FROM pg_tables WHERE schemaname = 'public'
       AND tablename NOT IN ('AuditEvent', 'AuditPending', 'AuditLeaf', 'AuditTree', 'AuditNode', 'AuditCheckpoint', 'AuditLogKey',
         'AuditChannel', 'ContextChange', '_prisma_migrations') ORDER BY 1`,
  );
  const parts = tables.map(
    ({ tablename }) =>
      `SELECT '${tablename}' AS name, coalesce(string_agg(x::text, E'\\n' ORDER BY x::text), '') AS rows FROM public."${tablename}" x`,
  );
  const dumps = await run(`${parts.join(" UNION ALL ")} ORDER BY 1`);
  return dumps.map(({ name, rows }) => `${name}\n${rows}`).join("\n\n");
}
