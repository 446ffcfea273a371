import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Client } from "pg";
import { buildIndexes, isBesideTraffic } from "@/prisma/build-indexes";
import type { MigrationFile } from "@/prisma/migration-files";
import { oldNodesLine, readMigrationNote } from "@/prisma/migration-note";

export type MigrationBounds = {
  /** How long a statement waits for a table. Whatever asks for that table meanwhile waits behind it: hardly longer than a hiccup. */
  readonly lockMsMax: number;
  /** How long a statement may take that says nothing else: look-ups that wait for its locks give up after a second. */
  readonly statementMsMax: number;
  /** Tries go on for this long, with growing pauses. */
  readonly patienceMs: number;
  readonly pauseMsMax: number;
};

export const migrationBounds: MigrationBounds = {
  lockMsMax: 100,
  statementMsMax: 800,
  patienceMs: 5 * 60_000,
  pauseMsMax: 5_000,
};

/** Migrations up to this one were written for a Keydesk that is stopped meanwhile: they take the time they need. */
export const lastUnruled = "20261121072100_index_expiry_of_client_tokens";

/** Statements that were cut off for their time are not tried for minutes: each try holds others up. */
const slowTriesMax = 3;
const concurrentMinutesMax = 60;

/**
 * Applies one migration and its row in `_prisma_migrations` in one transaction; one that builds indexes beside traffic step by
 * step instead, each of which may be repeated. What waits in vain for a table is undone and tried again after a pause.
 * @param inUse false while no node can be at work: an empty database takes the time it needs
 * @throws the error of the last try
 */
export async function migrateOne(
  client: Client,
  migration: MigrationFile,
  inUse: boolean,
  bounds: MigrationBounds,
  say: (line: string) => void,
): Promise<void> {
  const until = performance.now() + bounds.patienceMs;
  let slowTries = 0;
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 2, bounds.pauseMsMax)) {
    try {
      return await attempt(client, migration, inUse, bounds);
    } catch (error) {
      const reason = reasonToRetry(error);
      if (reason === "slow") slowTries += 1;
      const isLast = performance.now() + pauseMs > until || slowTries === slowTriesMax;
      const hadItsTime = reason === "slow" && readMigrationNote(migration.sql).minutesMax !== null;
      if (reason === null || isLast || hadItsTime || isBesideTraffic(migration.sql)) throw error;
      if (pauseMs === 1_600) say(`Migration ${migration.name} waits for a table that others use; trying on.`);
      // Not in step with what it collides with.
      await sleep(pauseMs * (0.75 + Math.random() / 2));
    }
  }
}

async function attempt(
  client: Client,
  migration: MigrationFile,
  inUse: boolean,
  bounds: MigrationBounds,
): Promise<void> {
  const started = await client.query<{ at: Date }>("SELECT clock_timestamp() AS at");
  const { minutesMax } = readMigrationNote(migration.sql);
  if (isBesideTraffic(migration.sql)) {
    await buildIndexes(client, migration.sql, (minutesMax ?? concurrentMinutesMax) * 60_000);
  }
  try {
    await client.query("BEGIN");
    if (!isBesideTraffic(migration.sql)) {
      const timeless = !inUse || migration.name <= lastUnruled;
      const statementMs = minutesMax === null ? bounds.statementMsMax : minutesMax * 60_000;
      await client.query(
        `SET LOCAL lock_timeout = ${bounds.lockMsMax}; SET LOCAL statement_timeout = ${timeless ? 0 : statementMs}`,
      );
      await client.query(migration.sql);
    }
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count, logs)
       VALUES ($1, $2, $3, $4, clock_timestamp(), 1, $5)`,
      [randomUUID(), migration.checksum, migration.name, started.rows[0]?.at, oldNodesLine(migration.sql)],
    );
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

/** 55P03: waited in vain for a lock. 40P01: waited in a circle. 57014: took too long. Nothing is left of any of them. */
export function reasonToRetry(error: unknown): "locked" | "slow" | null {
  const code = error instanceof Error && "code" in error ? error.code : null;
  if (code === "55P03" || code === "40P01") return "locked";
  return code === "57014" ? "slow" : null;
}
