import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { chmodSync, closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { applyMigrations } from "@/prisma/migrate";
import { type EmbeddedDatabase, openEmbeddedDatabase } from "@/scripts/postgres/embedded";
import { listChildren } from "@/scripts/test/child-processes";
import { freePort } from "@/services/testing/free-port";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Who dies first, as an outage may have it: within a millisecond, or with some milliseconds between. */
export const killOrders = ["together", "database first", "API first"] as const;
export type KillOrder = (typeof killOrders)[number];

export type Deployment = {
  readonly databaseUrl: string;
  readonly apiUrls: readonly string[];
  readonly masterKey: Buffer;
  startApis(): Promise<void>;
  /** Kills every process with SIGKILL, PostgreSQL with all of its own; resolves, once all are gone, with how many there were. */
  kill(order: KillOrder, gapMs: number): Promise<number>;
  /** Starts all of them again on the same files and ports. */
  restart(): Promise<void>;
  stop(): Promise<void>;
};

/** The embedded, durable PostgreSQL of the product and several of its API processes on it, in a folder that vanishes with `stop`. */
export async function openDeployment({
  bundle = path.join(root, "dist/api.mjs"),
  processes = 2,
}: {
  bundle?: string | undefined;
  processes?: number;
} = {}): Promise<Deployment> {
  const folder = mkdtempSync(path.join(tmpdir(), "keydesk-crashes-"));
  chmodSync(folder, 0o711);
  const database: EmbeddedDatabase = await openEmbeddedDatabase(folder);
  await applyMigrations(database.url);
  const masterKey = randomBytes(32);
  const ports: number[] = [];
  while (ports.length < processes) ports.push(await freePort());
  const log = openSync(path.join(folder, "api.log"), "a");
  let apis: ChildProcess[] = [];

  const startApis = async () => {
    apis = ports.map((port) =>
      spawn(process.execPath, ["--enable-source-maps", bundle], {
        cwd: root,
        env: {
          PATH: process.env.PATH,
          NODE_ENV: "production",
          HOST: "127.0.0.1",
          API_PORT: String(port),
          DATABASE_URL: database.url,
          KEYDESK_DATA_DIR: folder,
          KEYDESK_MASTER_KEY: masterKey.toString("base64"),
          LOG_LEVEL: "warn",
        },
        // The channel ends it when this process is gone.
        stdio: ["ignore", log, log, "ipc"],
      }),
    );
    await Promise.all(ports.map((port, i) => untilReady(`http://127.0.0.1:${port}/readyz`, apis[i])));
  };

  return {
    databaseUrl: database.url,
    apiUrls: ports.map((port) => `http://127.0.0.1:${port}`),
    masterKey,
    startApis,
    async kill(order, gapMs) {
      const server = database.server().process;
      const ended = [server, ...apis].map((child) => once(child, "exit"));
      // Stopped first, so that it has no new children while they are listed.
      server.kill("SIGSTOP");
      const sessions = listChildren(server.pid as number).map(({ pid }) => pid);
      const groups = {
        database: [server.pid as number, ...sessions],
        api: apis.map(({ pid }) => pid as number),
      };
      const [first, then] =
        order === "API first" ? (["api", "database"] as const) : (["database", "api"] as const);
      for (const pid of groups[first]) killHard(pid);
      if (order !== "together") await sleep(gapMs);
      for (const pid of groups[then]) killHard(pid);
      await Promise.all(ended);
      return groups.database.length + groups.api.length;
    },
    async restart() {
      await database.restart();
      await startApis();
    },
    async stop() {
      for (const child of apis) if (child.exitCode === null) child.kill("SIGKILL");
      await database.stop();
      closeSync(log);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function killHard(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // A session that has just ended by itself.
  }
}

async function untilReady(url: string, api: ChildProcess | undefined): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    const status = await fetch(url).then(
      async (answer) => {
        await answer.arrayBuffer();
        return answer.status;
      },
      () => 0,
    );
    if (status === 200) return;
    if (api?.exitCode !== null) throw new Error("the API ended while it started");
    if (Date.now() > until)
      throw new Error(`${url} was not ready within a minute (${status || "no answer"})`);
    await sleep(25);
  }
}
