import { randomBytes } from "node:crypto";
import { accessSync, chmodSync, constants, mkdtempSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findBinaries } from "@/scripts/postgres/binaries";
import { findClusterHome } from "@/scripts/postgres/cluster-home";
import { createCluster, superuser } from "@/scripts/postgres/create-cluster";
import { findFreePort } from "@/scripts/postgres/free-port";
import { requireOperatingUser } from "@/scripts/postgres/operating-user";
import { startServer } from "@/scripts/postgres/server";

/**
 * A PostgreSQL for tests and drift checks that vanishes with its files, also when this process is killed.
 * @param prepare changes its folder before it starts
 */
export async function startThrowawayServer(
  prepare: (directory: string) => void = () => undefined,
): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(findRoom(), "keydesk-throwaway-"));
  chmodSync(folder, 0o711);
  const password = randomBytes(24).toString("base64url");
  const user = requireOperatingUser();
  const binaries = await findBinaries(user);
  const home = findClusterHome(folder, user);
  await createCluster(binaries, home, password, false);
  prepare(home.directory);
  const port = await findFreePort();
  const logFile = path.join(folder, "postgres.log");
  const server = await startServer({
    binaries,
    home,
    port,
    password,
    logFile,
    durable: false,
    removeAfterwards: folder,
  });
  return {
    adminUrl: `postgresql://${superuser}:${password}@127.0.0.1:${port}/postgres`,
    stop: () => server.stop(),
  };
}

const memory = "/dev/shm";
const roomBytes = 4 * 1024 ** 3;
const restBytes = 2 * 1024 ** 3;

/**
 * In memory where there is plenty: tests make hundreds of databases, each of a thousand files, which on a disk's file system cost two to
 * five times as much of a processor.
 */
function findRoom(): string {
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    if (bavail * bsize >= roomBytes && process.availableMemory() >= roomBytes + restBytes) return memory;
  } catch {
    // Not every system has it.
  }
  return tmpdir();
}
