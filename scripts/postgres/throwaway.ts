import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findBinaries } from "@/scripts/postgres/binaries";
import { findClusterHome } from "@/scripts/postgres/cluster-home";
import { createCluster, superuser } from "@/scripts/postgres/create-cluster";
import { findFreePort } from "@/scripts/postgres/free-port";
import { requireOperatingUser } from "@/scripts/postgres/operating-user";
import { startServer } from "@/scripts/postgres/server";

/** A PostgreSQL for tests and drift checks that vanishes with its files, also when this process is killed. */
export async function startThrowawayServer(): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  const folder = mkdtempSync(path.join(tmpdir(), "keydesk-throwaway-"));
  chmodSync(folder, 0o711);
  const password = randomBytes(24).toString("base64url");
  const user = requireOperatingUser();
  const binaries = await findBinaries(user);
  const home = findClusterHome(folder, user);
  await createCluster(binaries, home, password, false);
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
