import { randomBytes } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type EmbeddedDatabase, openEmbeddedDatabase } from "@/scripts/postgres/embedded";
import { isAlive, listChildren } from "@/scripts/test/child-processes";
import { type Product, startProduct } from "@/scripts/test/start-product";
import { startRedis, type TestRedis } from "@/services/testing/redis-server";
import { openTcpProxy, type TcpProxy } from "@/services/testing/tcp-proxy";

export type Nodes = {
  /** The wire between all nodes and the database. */
  readonly wire: TcpProxy;
  readonly database: EmbeddedDatabase;
  readonly redis: TestRedis;
  readonly apis: readonly Product[];
  readonly desks: readonly Product[];
  /** Stops every process of PostgreSQL where it stands, or lets all go on. */
  signalDatabase(signal: "SIGSTOP" | "SIGCONT"): void;
  close(): Promise<void>;
};

/** Starts a deployment as its machines would, all at once: one PostgreSQL and one Redis, API processes and desks. */
export async function openNodes(counts: { apis: number; desks: number }): Promise<Nodes> {
  const home = mkdtempSync(path.join(tmpdir(), "keydesk-nodes-"));
  // As root the database runs as a user of its own, which must be able to pass through.
  chmodSync(home, 0o711);
  const [database, redis] = await Promise.all([
    openEmbeddedDatabase(makeFolder(home, "database")),
    startRedis(),
  ]);
  const wire = await openTcpProxy(database.url);
  const masterKey = `${randomBytes(32).toString("base64")}\n`;
  const start = (part: "api" | "desk", i: number) => {
    const folder = makeFolder(home, `${part}-${i}`);
    writeFileSync(path.join(folder, "master.key"), masterKey, { mode: 0o600 });
    const env = { DATABASE_URL: wire.url, REDIS_URL: redis.url, LOG_LEVEL: "warn" };
    return startProduct(folder, env, ["--only", part]);
  };
  const many = (part: "api" | "desk", count: number) =>
    Promise.all(Array.from({ length: count }, (_, i) => start(part, i)));
  const [apis, desks] = await Promise.all([many("api", counts.apis), many("desk", counts.desks)]);
  return {
    wire,
    database,
    redis,
    apis,
    desks,
    signalDatabase(signal) {
      const { pid } = database.server().process;
      if (pid === undefined) throw new Error("the database has no process");
      for (const process_ of [pid, ...listChildren(pid).map((child) => child.pid)])
        process.kill(process_, signal);
    },
    async close() {
      await Promise.all([...apis, ...desks].map((node) => isAlive(node.pid) && node.stop()));
      await Promise.all([database.stop(), redis.stop(), wire.close()]);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function makeFolder(home: string, name: string): string {
  const folder = path.join(home, name);
  mkdirSync(folder, { mode: 0o711 });
  return folder;
}
