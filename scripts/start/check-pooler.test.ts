import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { createEmptyDatabase, type TestDatabase } from "@/prisma/testing";
import { findFreePort } from "@/scripts/postgres/free-port";
import { requireOperatingUser, spawnIdentity } from "@/scripts/postgres/operating-user";
import { requireUsableServer } from "@/scripts/start/check-server";
import { findProgram } from "@/scripts/test/find-programs";

let database: TestDatabase;
const folder = mkdtempSync(path.join(tmpdir(), "keydesk-pooler-"));
const started: ChildProcess[] = [];
beforeAll(async () => {
  chmodSync(folder, 0o711);
  database = await createEmptyDatabase();
});
afterEach(async () => {
  for (const pooler of started.splice(0)) {
    pooler.kill("SIGKILL");
    await once(pooler, "exit");
  }
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

/** Starts PgBouncer before the test's database, and gives the address to use instead. */
async function startPooler(settings: Record<string, string>): Promise<string> {
  const at = new URL(database.url);
  const port = await findFreePort();
  const lines = {
    listen_addr: "127.0.0.1",
    listen_port: port,
    unix_socket_dir: "",
    auth_type: "any",
    ...settings,
  };
  const name = at.pathname.slice(1);
  const server = `host=${at.hostname} port=${at.port} dbname=${name} user=${at.username} password=${at.password}`;
  const file = path.join(folder, `${port}.ini`);
  const list = Object.entries(lines).map(([key, value]) => `${key} = ${value}\n`);
  writeFileSync(file, `[databases]\n${name} = ${server}\n[pgbouncer]\n${list.join("")}`, { mode: 0o644 });
  const identity = spawnIdentity(requireOperatingUser());
  const pooler = spawn(findProgram("pgbouncer") ?? "pgbouncer", ["-q", file], {
    stdio: "ignore",
    ...identity,
  });
  started.push(pooler);
  await vi.waitFor(
    async () => {
      const probe = connect(port, "127.0.0.1");
      await once(probe, "connect");
      probe.destroy();
    },
    { timeout: 60_000 },
  );
  at.port = String(port);
  return at.toString();
}

const takesSettings = { ignore_startup_parameters: "statement_timeout" };

test("a pooler that turns down what Keydesk asks of a connection is told as such", async () => {
  await expect(requireUsableServer(await startPooler({ pool_mode: "session" }))).rejects.toMatchObject({
    name: "StartError",
    message: expect.stringMatching(/^What answers at 127\.0\.0\.1:\d+\/\w+ is a pooler, .*statement_timeout/),
    mend: expect.stringContaining("PostgreSQL itself"),
  });
});

test.each(["0", "1"])(
  "a pooler by transactions is told as such, whichever of its backends it hands out (round robin %s)",
  async (roundRobin) => {
    const url = await startPooler({
      ...takesSettings,
      pool_mode: "transaction",
      server_round_robin: roundRobin,
    });
    await expect(requireUsableServer(url)).rejects.toMatchObject({
      name: "StartError",
      message: expect.stringMatching(
        /^A pooler answers at 127\.0\.0\.1:\d+\/\w+ that pools by transactions\.$/,
      ),
      mend: expect.stringContaining("PostgreSQL itself"),
    });
  },
);

test.each(["transaction", "session"])(
  "a pooler by %s with one backend in all is told as such, when a second connection has waited in vain",
  async (mode) => {
    const url = await startPooler({ ...takesSettings, pool_mode: mode, default_pool_size: "1" });
    await expect(requireUsableServer(url, 2_000)).rejects.toMatchObject({
      name: "StartError",
      message: expect.stringMatching(
        /^A pooler answers at 127\.0\.0\.1:\d+\/\w+ that keeps a second connection waiting while the first is used\.$/,
      ),
      mend: expect.stringContaining("PostgreSQL itself"),
    });
  },
);

test("a pooler by sessions that leaves settings alone is taken, as what a connection holds stays its own", async () => {
  const url = await startPooler({ ...takesSettings, pool_mode: "session" });
  await expect(requireUsableServer(url)).resolves.toBeUndefined();
});
