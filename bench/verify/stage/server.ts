import { existsSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { findPostmaster } from "@/bench/process-cpu";
import { applyMigrations } from "@/prisma/migrate";
import { takeLock } from "@/scripts/bootstrap/lock.mjs";
import { openEmbeddedDatabase } from "@/scripts/postgres/embedded";

export type BenchServer = {
  /** Its first process; null where it runs on another machine. */
  readonly postmaster: number | null;
  readonly version: string;
  /** Settings that decide how much a write costs, as the server has them. */
  readonly durability: string;
  /** The address of a database that is there, emptied unless `keep`. */
  database(name: string, keep: boolean): Promise<string>;
  stop(): Promise<void>;
};

/**
 * The PostgreSQL to measure on: the one that KEYDESK_BENCH_DATABASE_URL names, or that of the product itself, with its own
 * arguments and durable, in the bench's folder. It is kept there with what is in it, as seeding takes its time.
 */
export async function openServer(folder: string): Promise<BenchServer> {
  const lock = takeLock(path.join(folder, "bench.lock"), "start");
  if (lock.kind === "held")
    throw new Error(
      `Another bench (process ${lock.holder.pid}) runs in ${folder}. Wait, or set BENCH_FOLDER.`,
    );
  const given = process.env.KEYDESK_BENCH_DATABASE_URL;
  const own = given === undefined ? await openEmbeddedDatabase(folder) : null;
  const admin = new pg.Client({ connectionString: given ?? own?.url });
  await admin.connect();
  await untilWarmAgain(admin);
  const show = async (name: string) =>
    (await admin.query<Record<string, string>>(`SHOW ${name}`)).rows[0]![name];
  const settings: string[] = [];
  for (const name of ["fsync", "synchronous_commit", "full_page_writes", "shared_buffers"])
    settings.push(`${name} ${await show(name)}`);
  return {
    postmaster: await findPostmaster(admin),
    version: (await show("server_version")) ?? "",
    durability: settings.join(", "),
    async database(name, keep) {
      const found = await admin.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
      const exists = found.rowCount === 1;
      if (exists && !keep) await admin.query(`DROP DATABASE "${name}" WITH (FORCE)`);
      if (!exists || !keep) await admin.query(`CREATE DATABASE "${name}"`);
      const url = new URL(given ?? own!.url);
      url.pathname = `/${name}`;
      return url.toString();
    },
    async stop() {
      await admin.end();
      await own?.stop(30_000);
      lock.release();
    },
  };
}

/** The product's server reads again what it had in memory before: gigabytes, where the bench grows far. */
async function untilWarmAgain(admin: pg.Client): Promise<void> {
  const readers = `SELECT count(*)::int AS n FROM pg_stat_activity WHERE backend_type = 'autoprewarm worker'`;
  // One reader for each database, one after the other.
  for (let without = 0; without < 3; ) {
    const { rows } = await admin.query<{ n: number }>(readers);
    without = rows[0]?.n === 0 ? without + 1 : 0;
    await sleep(100);
  }
}

/** A database of Keydesk with its newest schema. `madeFile` stands beside it once it is filled: without it, it is made anew. */
export async function openKeydeskDatabase(
  server: BenchServer,
  name: string,
  madeFile: string,
): Promise<{ url: string; isFilled: boolean }> {
  if (existsSync(madeFile)) {
    const url = await server.database(name, true);
    try {
      const applied = await applyMigrations(url);
      // Otherwise the file has outlived its database.
      if (!applied.some((migration) => migration.endsWith("_create_keydesk"))) return { url, isFilled: true };
    } catch (error) {
      console.log(`${name} is made anew: ${error instanceof Error ? error.message : error}`);
    }
    rmSync(madeFile);
  }
  const url = await server.database(name, false);
  await applyMigrations(url);
  return { url, isFilled: false };
}
