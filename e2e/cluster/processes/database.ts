import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { applyMigrations } from "@/prisma/migrate";
import { findBinaries } from "@/scripts/postgres/binaries";
import { findClusterHome } from "@/scripts/postgres/cluster-home";
import { createCluster, superuser } from "@/scripts/postgres/create-cluster";
import { startPatiently } from "@/scripts/postgres/embedded";
import { findFreePort } from "@/scripts/postgres/free-port";
import { requireOperatingUser } from "@/scripts/postgres/operating-user";
import { isAlive, listChildren } from "@/scripts/test/child-processes";

/** A PostgreSQL of its own that keeps what it acknowledges (fsync on), and that may be killed. */
export type ClusterDatabase = {
  readonly url: string;
  readonly port: number;
  /** kill -9 of every process of it, at once; resolves when none is left. */
  kill(): Promise<void>;
  /** After `kill`: starts it on the same files. Resolves when it answers. */
  start(): Promise<void>;
  /** Processes that serve connections. */
  backends(): number[];
  stop(): Promise<void>;
};

/** Makes a new cluster in a folder of its own, with every migration applied. */
export async function openClusterDatabase(): Promise<ClusterDatabase> {
  const folder = mkdtempSync(path.join(tmpdir(), "keydesk-cluster-"));
  chmodSync(folder, 0o711);
  const password = randomBytes(24).toString("base64url");
  const user = requireOperatingUser();
  const binaries = await findBinaries(user);
  const home = findClusterHome(folder, user);
  await createCluster(binaries, home, password, true);
  const port = await findFreePort();
  const logFile = path.join(folder, "postgres.log");
  const run = () => startPatiently({ binaries, home, port, password, logFile, durable: true });
  let server = await run();
  const url = `postgresql://${superuser}:${password}@127.0.0.1:${port}/keydesk`;
  await makeDatabase(url);
  const pid = () => server.process.pid ?? 0;
  return {
    url,
    port,
    async kill() {
      const all = [pid(), ...listChildren(pid()).map((child) => child.pid)];
      for (const one of all) killHard(one);
      while (all.some(isAlive)) await sleep(5);
    },
    async start() {
      server = await run();
    },
    backends: () =>
      listChildren(pid())
        .filter(({ command }) => command.includes("127.0.0.1("))
        .map((child) => child.pid),
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function makeDatabase(url: string): Promise<void> {
  const admin = new URL(url);
  admin.pathname = "/postgres";
  const client = new pg.Client({ connectionString: admin.toString() });
  await client.connect();
  await client.query("CREATE DATABASE keydesk");
  await client.end();
  await applyMigrations(url);
}

function killHard(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has just ended by itself.
  }
}
