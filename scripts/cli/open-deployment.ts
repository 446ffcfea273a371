import { existsSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createDatabase } from "@/prisma/client-factory";
import { findLockHolder, takeLock } from "@/scripts/bootstrap/lock.mjs";
import { StartError } from "@/scripts/bootstrap/start-error.mjs";
import { openEmbeddedDatabase } from "@/scripts/postgres/embedded";
import { requireUsableServer } from "@/scripts/start/check-server";
import { lockFileOf } from "@/scripts/start/claim-data-directory";
import { requireMigratable } from "@/scripts/start/database";
import { openKeyring } from "@/scripts/start/master-key";
import { type Runtime, readRuntime } from "@/scripts/start/runtime-file";
import { parseEnvironment, readSettings } from "@/scripts/start/settings";
import type { Context } from "@/services/kernel/context";

export type OpenDeployment = {
  context: Context;
  /** Whether a Keydesk serves this database now, as far as this machine knows. */
  isRunning: boolean;
  close(): Promise<void>;
};

/** How long to wait for a Keydesk that is starting, or for another command. */
const patienceMs = 60_000;

/**
 * The deployment that commands work on: the database of DATABASE_URL, that of the Keydesk which runs on the data
 * folder, or the embedded database of a stopped one, started for as long as the command takes.
 */
export async function openDeployment(root: string): Promise<OpenDeployment> {
  const { config: planned, givenDatabaseUrl } = readSettings(root, "start");
  const access = givenDatabaseUrl
    ? {
        url: givenDatabaseUrl,
        running: findRunning(planned.dataDir, givenDatabaseUrl),
        close: async () => undefined,
      }
    : await findEmbedded(planned.dataDir);
  const closers = [access.close];
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end();
  };
  try {
    if (givenDatabaseUrl) await requireUsableServer(givenDatabaseUrl);
    await requireMigrated(access.url);
    // The running one may have been given other ports and addresses than this shell knows.
    const { running } = access;
    const known = running ? { deskUrl: running.deskUrl, apiUrl: running.apiUrl } : {};
    const config = { ...parseEnvironment(access.url), ...known };
    const db = createDatabase(access.url, 4);
    closers.push(() => db.$disconnect());
    const keys = await openKeyring(config, db);
    const origin = { ip: null, userAgent: null, requestId: null };
    const context: Context = { db, config, keys, claim: { kind: "cli" }, origin, now: () => new Date() };
    return { isRunning: running !== null, context, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function requireMigrated(databaseUrl: string): Promise<void> {
  const pending = await requireMigratable(databaseUrl);
  if (pending.length === 0) return;
  throw new StartError(
    "The database is older than this Keydesk.",
    "Start Keydesk once: it migrates the database.",
  );
}

type Access = { url: string; running: Runtime | null; close(): Promise<void> };

/** The Keydesk of this machine that uses the given database, if there is one. */
function findRunning(dataDirectory: string, databaseUrl: string): Runtime | null {
  const runtime = findLockHolder(lockFileOf(dataDirectory)) ? readRuntime(dataDirectory) : null;
  return runtime?.databaseUrl === databaseUrl ? runtime : null;
}

async function findEmbedded(dataDirectory: string): Promise<Access> {
  if (!existsSync(path.join(dataDirectory, "postgres"))) {
    throw new StartError(
      `There is no Keydesk in ${dataDirectory} yet.`,
      "Start it once (npm start), or name its folder with KEYDESK_DATA_DIR or its database with DATABASE_URL.",
    );
  }
  const until = Date.now() + patienceMs;
  for (;;) {
    const lock = takeLock(lockFileOf(dataDirectory), "cli");
    if (lock.kind === "taken") return startForCommand(dataDirectory, lock.release);
    const runtime = lock.holder.program === "start" ? readRuntime(dataDirectory) : null;
    if (runtime?.pid === lock.holder.pid) {
      return { url: runtime.databaseUrl, running: runtime, close: async () => undefined };
    }
    if (Date.now() > until) {
      throw new StartError(
        `Another Keydesk program (process ${lock.holder.pid}) holds ${dataDirectory}, and is not ready.`,
        "Wait until it is, and try again.",
      );
    }
    await sleep(200);
  }
}

async function startForCommand(dataDirectory: string, release: () => void): Promise<Access> {
  try {
    const database = await openEmbeddedDatabase(dataDirectory);
    const close = async () => {
      await database.stop();
      release();
    };
    return { url: database.url, running: null, close };
  } catch (error) {
    release();
    throw error;
  }
}
