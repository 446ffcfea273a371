import pg from "pg";
import { applyMigrations } from "@/prisma/migrate";
import { startThrowawayServer } from "@/scripts/postgres/throwaway";

export type BenchDatabase = { readonly url: string; readonly fresh: boolean; stop(): Promise<void> };

/**
 * A migrated database to measure on: on a throw-away server, or on the one that KEYDESK_BENCH_DATABASE_URL names. There a
 * database that an earlier run has filled is kept and used again, as seeding a million tokens takes minutes.
 */
export async function openBenchDatabase(name: string): Promise<BenchDatabase> {
  const given = process.env.KEYDESK_BENCH_DATABASE_URL;
  const server = given ? { adminUrl: given, stop: async () => undefined } : await startThrowawayServer();
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  const found = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
  const fresh = found.rowCount === 0;
  if (fresh) await admin.query(`CREATE DATABASE "${name}"`);
  await admin.end();
  const url = new URL(server.adminUrl);
  url.pathname = `/${name}`;
  if (fresh) await applyMigrations(url.toString());
  return { url: url.toString(), fresh, stop: server.stop };
}
