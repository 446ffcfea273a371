import { randomBytes } from "node:crypto";
import { chownSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type TakenLock, takeLock } from "@/scripts/bootstrap/lock.mjs";
import { folderError, StartError } from "@/scripts/bootstrap/start-error.mjs";
import { type Binaries, findBinaries } from "@/scripts/postgres/binaries";
import { type ClusterHome, findClusterHome, requireMajorVersion } from "@/scripts/postgres/cluster-home";
import { createCluster, superuser } from "@/scripts/postgres/create-cluster";
import { findFreePort } from "@/scripts/postgres/free-port";
import { requireOperatingUser } from "@/scripts/postgres/operating-user";
import { stopOrphan } from "@/scripts/postgres/orphan";
import { type Server, type ServerOptions, startServer } from "@/scripts/postgres/server";
import { PortTaken, StillEnding } from "@/scripts/postgres/start-failure";

export type EmbeddedDatabase = {
  url: string;
  description: string;
  /** The server now; a restart replaces it. */
  server(): Server;
  /** Starts it again after it died, on the same port, so that open pools find it. */
  restart(): Promise<void>;
  stop(patienceMs?: number): Promise<void>;
};

const databaseName = "keydesk";

/**
 * Starts the PostgreSQL that Keydesk ships on `<data folder>/postgres`, which is made at the first start. The caller
 * holds the data folder's lock, and this takes the database folder's: whatever server still runs there was left by a killed Keydesk.
 */
export async function openEmbeddedDatabase(dataDirectory: string): Promise<EmbeddedDatabase> {
  const user = requireOperatingUser();
  const binaries = await findBinaries(user);
  const home = findClusterHome(dataDirectory, user);
  if (home.isNew) await createCluster(binaries, home, makePassword(dataDirectory), true);
  else requireMajorVersion(home, binaries.majorVersion);
  const lock = claimCluster(home);
  try {
    const database = await startOn(home, binaries, dataDirectory);
    return {
      ...database,
      async stop(patienceMs) {
        await database.stop(patienceMs);
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Another data folder may lead here by its link, such as a copy of one: its Keydesk's server must not be taken for one that was left. */
function claimCluster(home: ClusterHome): TakenLock {
  const file = path.join(home.directory, "keydesk.lock");
  try {
    const lock = takeLock(file, "start");
    if (lock.kind === "held") {
      const { pid } = lock.holder;
      throw new StartError(
        `The database in ${home.directory} is in use by another Keydesk (process ${pid}).`,
        `Stop that one first (kill ${pid}). To have a copy beside it, copy what its link postgres leads to as well (cp -aL).`,
      );
    }
    // Who copies the folder as its owner, such as pg_basebackup, reads all of it.
    if (home.user) chownSync(file, home.user.uid, home.user.gid);
    return lock;
  } catch (error) {
    throw folderError(error, home.directory);
  }
}

async function startOn(
  home: ClusterHome,
  binaries: Binaries,
  dataDirectory: string,
): Promise<EmbeddedDatabase> {
  await stopOrphan(home.directory);
  const logFile = path.join(dataDirectory, "logs/postgres.log");
  const password = readPassword(dataDirectory);
  const options = { binaries, home, password, logFile, durable: true };
  let server = await startOnFreePort(options);
  await createDatabaseOnce(server.port, password);
  return {
    url: urlOf(server.port, password, databaseName),
    description: home.link
      ? `embedded PostgreSQL in ${home.directory}, because its user ${home.user?.name} cannot enter ${dataDirectory}`
      : `embedded PostgreSQL in ${home.directory}`,
    server: () => server,
    async restart() {
      await stopOrphan(home.directory);
      server = await startPatiently({ ...options, port: server.port });
    },
    stop: (patienceMs) => server.stop(patienceMs),
  };
}

async function startOnFreePort(options: Omit<ServerOptions, "port">): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startPatiently({ ...options, port: await findFreePort() });
    } catch (error) {
      if (!(error instanceof PortTaken) || attempt === 3) throw error;
    }
  }
}

/** Sessions of a killed server may live on for a moment, and PostgreSQL rightly refuses to start beside them. */
export async function startPatiently(options: ServerOptions): Promise<Server> {
  const until = Date.now() + 15_000;
  for (;;) {
    try {
      return await startServer(options);
    } catch (error) {
      if (!(error instanceof StillEnding) || Date.now() > until) throw error;
      await sleep(200);
    }
  }
}

async function createDatabaseOnce(port: number, password: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(port, password, "postgres") });
  await client.connect();
  try {
    const found = await client.query("SELECT FROM pg_database WHERE datname = $1", [databaseName]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${databaseName}`);
  } finally {
    await client.end();
  }
}

function urlOf(port: number, password: string, database: string): string {
  return `postgresql://${superuser}:${password}@127.0.0.1:${port}/${database}`;
}

function makePassword(dataDirectory: string): string {
  const password = randomBytes(24).toString("base64url");
  try {
    writeFileSync(passwordFile(dataDirectory), `${password}\n`, { mode: 0o600 });
  } catch (error) {
    throw folderError(error, dataDirectory);
  }
  return password;
}

function readPassword(dataDirectory: string): string {
  const file = passwordFile(dataDirectory);
  if (existsSync(file)) return readFileSync(file, "utf8").trim();
  throw new StartError(
    `${file} is missing, and the database in ${path.join(dataDirectory, "postgres")} asks for it.`,
    "Put it back from a backup, or move the postgres folder away to start with an empty database.",
  );
}

function passwordFile(dataDirectory: string): string {
  return path.join(dataDirectory, "postgres.password");
}
