import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive, listChildren, type ProcessInfo } from "@/scripts/test/child-processes";
import { type Product, StartFailed, startProduct } from "@/scripts/test/start-product";

let dataDirectory = "";
let products: Product[] = [];

beforeEach(() => {
  dataDirectory = mkdtempSync(path.join(tmpdir(), "keydesk-recovery-"));
  chmodSync(dataDirectory, 0o711);
});

afterEach(async () => {
  for (const product of products) if (isAlive(product.pid)) await product.stop("SIGKILL");
  products = [];
  await sleep(500);
  rmSync(dataDirectory, { recursive: true, force: true });
});

async function start(env: Record<string, string> = {}): Promise<Product> {
  const product = await startProduct(dataDirectory, env);
  products.push(product);
  return product;
}

function part(product: Product, pattern: RegExp): ProcessInfo {
  const found = listChildren(product.pid).find((child) => pattern.test(child.command));
  if (!found) throw new Error(`no part like ${pattern} runs`);
  return found;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(2_000) })).status < 500;
  } catch {
    return false;
  }
}

async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  patienceMs = 15_000,
): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${patienceMs} ms: ${what}`);
    await sleep(50);
  }
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const parts = [
  ["API", /dist\/api\.mjs/],
  ["desk", /next-server|next\/dist\/bin\/next/],
  ["database", /postgres -D/],
] as const;

test("a stop by signal ends every process within five seconds and says so", async () => {
  const product = await start();
  const children = listChildren(product.pid);
  expect(children.length).toBeGreaterThanOrEqual(4);
  const { code, ms } = await product.stop("SIGINT");
  expect(code).toBe(0);
  expect(ms).toBeLessThan(5_000);
  expect(product.output()).toContain("Keydesk has stopped.");
  await until("no child is left", () => children.every(({ pid }) => !isAlive(pid)), 1_000);
});

test("a stop does not wait for a client that holds its connection open", async () => {
  const product = await start();
  const socket = await import("node:net").then(({ connect }) =>
    connect(Number(new URL(product.deskUrl).port), "127.0.0.1"),
  );
  await new Promise((resolve) => socket.once("connect", resolve));
  socket.on("error", () => undefined);
  socket.write("POST /api/auth/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf");
  const { ms } = await product.stop("SIGTERM");
  expect(ms).toBeLessThan(5_000);
  socket.destroy();
});

test.each(parts)(
  "a killed %s is started again by itself, and what was committed is there",
  async (name, pattern) => {
    const product = await start();
    await query(
      product.databaseUrl,
      "CREATE TABLE acknowledged (id int); INSERT INTO acknowledged VALUES (42)",
    );
    const victim = part(product, pattern);
    process.kill(victim.pid, "SIGKILL");
    await until(`the ${name} is back`, async () => {
      const isNew = listChildren(product.pid).some(
        ({ pid, command }) => pid !== victim.pid && pattern.test(command),
      );
      return isNew && (await answers(`${product.apiUrl}/readyz`)) && (await answers(`${product.deskUrl}/`));
    });
    expect(await query(product.databaseUrl, "SELECT id FROM acknowledged")).toEqual([{ id: 42 }]);
    expect(product.output()).toMatch(new RegExp(`The ${name} ended unexpectedly`));
  },
);

test("after kill -9 of the supervisor its parts leave by themselves, and the next start finds everything", async () => {
  const first = await start();
  await query(first.databaseUrl, "CREATE TABLE acknowledged (id int); INSERT INTO acknowledged VALUES (42)");
  const children = listChildren(first.pid);
  await first.stop("SIGKILL");
  await until("no part is left", () => children.every(({ pid }) => !isAlive(pid)), 6_000);
  const second = await start();
  expect(await query(second.databaseUrl, "SELECT id FROM acknowledged")).toEqual([{ id: 42 }]);
  expect((await second.stop()).code).toBe(0);
});

test("a database that outlived its killed supervisor is stopped in order by the next start", async () => {
  const first = await start();
  await query(first.databaseUrl, "CREATE TABLE acknowledged (id int); INSERT INTO acknowledged VALUES (42)");
  const orphan = part(first, /postgres -D/);
  process.kill(part(first, /keydesk-guard/).pid, "SIGKILL");
  await first.stop("SIGKILL");
  expect(isAlive(orphan.pid)).toBe(true);
  const second = await start();
  expect(isAlive(orphan.pid)).toBe(false);
  expect(await query(second.databaseUrl, "SELECT id FROM acknowledged")).toEqual([{ id: 42 }]);
});

test("when every process is killed at once, the next start recovers", async () => {
  const first = await start();
  await query(first.databaseUrl, "CREATE TABLE acknowledged (id int); INSERT INTO acknowledged VALUES (42)");
  for (const { pid } of [{ pid: first.pid }, ...listChildren(first.pid)]) process.kill(pid, "SIGKILL");
  const second = await start();
  expect(await query(second.databaseUrl, "SELECT id FROM acknowledged")).toEqual([{ id: 42 }]);
});

test("a second start on the same data folder is refused, names the first, and leaves it alone", async () => {
  const first = await start();
  const refusal = await start().catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(StartFailed);
  const { output, code } = refusal as StartFailed;
  expect(code).toBe(1);
  expect(output).toContain(
    `is running already, at ${first.deskUrl}, on ${dataDirectory} (process ${first.pid})`,
  );
  expect(await answers(`${first.apiUrl}/readyz`)).toBe(true);
});

test("files with secrets are readable by their owner only, and no output names the database's password", async () => {
  const product = await start();
  for (const file of ["master.key", "postgres.password", "runtime.json", "keydesk.lock"]) {
    expect(statSync(path.join(dataDirectory, file)).mode & 0o077, file).toBe(0);
  }
  expect(product.output()).not.toContain(new URL(product.databaseUrl).password);
  await product.stop();
});
