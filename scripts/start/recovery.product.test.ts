import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isAlive, listChildren, type ProcessInfo } from "@/scripts/test/child-processes";
import { type Product, StartFailed, startProduct } from "@/scripts/test/start-product";

let dataDirectory = "";
const products: Product[] = [];

beforeAll(() => {
  dataDirectory = mkdtempSync(path.join(tmpdir(), "keydesk-recovery-"));
  chmodSync(dataDirectory, 0o711);
});

afterAll(async () => {
  for (const product of products) if (isAlive(product.pid)) await product.stop("SIGKILL");
  rmSync(dataDirectory, { recursive: true, force: true });
});

async function start(): Promise<Product> {
  const product = await startProduct(dataDirectory);
  products.push(product);
  return product;
}

/** Commits a row, so that a later start can tell whether it was kept. */
async function acknowledge(product: Product, id: number): Promise<void> {
  await query(product.databaseUrl, "CREATE TABLE IF NOT EXISTS acknowledged (id int)");
  await query(product.databaseUrl, `INSERT INTO acknowledged VALUES (${id})`);
}

async function acknowledged(product: Product): Promise<unknown[]> {
  const rows = await query(product.databaseUrl, "SELECT id FROM acknowledged ORDER BY id");
  return rows.map(({ id }) => id);
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

/** Ten times what two answers take now: next to nothing, unless the machine is busy with other tests. */
async function slackMs(product: Product): Promise<number> {
  const began = performance.now();
  await Promise.all([answers(`${product.apiUrl}/readyz`), answers(product.deskUrl)]);
  return 10 * (performance.now() - began);
}

async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  patienceMs = 200_000,
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

describe("while it runs", () => {
  let product: Product;
  beforeAll(async () => {
    product = await start();
  });

  test("files with secrets are readable by their owner only, and no output names the database's password", () => {
    for (const file of ["master.key", "postgres.password", "runtime.json", "keydesk.lock"]) {
      expect(statSync(path.join(dataDirectory, file)).mode & 0o077, file).toBe(0);
    }
    expect(product.output()).not.toContain(new URL(product.databaseUrl).password);
  });

  test("a second start on the same data folder is refused, names the first, and leaves it alone", async () => {
    const refusal = await start().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StartFailed);
    const { output, code } = refusal as StartFailed;
    expect(code).toBe(1);
    expect(output).toContain(
      `is running already, at ${product.deskUrl}, on ${dataDirectory} (process ${product.pid})`,
    );
    expect(await answers(`${product.apiUrl}/readyz`)).toBe(true);
  });

  test.each(parts)(
    "a killed %s is started again by itself, and what was committed is there",
    async (name, pattern) => {
      await acknowledge(product, 1);
      const before = await acknowledged(product);
      const victim = part(product, pattern);
      process.kill(victim.pid, "SIGKILL");
      await until(`the ${name} is back`, async () => {
        const isNew = listChildren(product.pid).some(
          (child) => child.pid !== victim.pid && pattern.test(child.command),
        );
        return isNew && (await answers(`${product.apiUrl}/readyz`)) && (await answers(`${product.deskUrl}/`));
      });
      expect(await acknowledged(product)).toEqual(before);
      expect(product.output()).toContain(`The ${name} ended unexpectedly`);
    },
  );

  test("a stop ends every process within five seconds, also while a client holds a request open", async () => {
    const socket = connect(Number(new URL(product.deskUrl).port), "127.0.0.1");
    socket.on("error", () => undefined);
    await new Promise((resolve) => socket.once("connect", resolve));
    socket.write("POST /api/auth/session HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf");
    const children = listChildren(product.pid);
    expect(children.length).toBeGreaterThanOrEqual(4);
    const slack = await slackMs(product);
    const { code, ms } = await product.stop("SIGINT");
    socket.destroy();
    expect(code).toBe(0);
    expect(ms).toBeLessThan(5_000 + slack);
    expect(product.output()).toContain("Keydesk has stopped.");
    await until("no child is left", () => children.every(({ pid }) => !isAlive(pid)));
  });
});

describe("after kill -9", () => {
  test("of the supervisor, its parts leave by themselves, and the next start finds everything", async () => {
    const first = await start();
    await acknowledge(first, 2);
    const children = listChildren(first.pid);
    await first.stop("SIGKILL");
    await until("no part is left", () => children.every(({ pid }) => !isAlive(pid)));
    const second = await start();
    expect(await acknowledged(second)).toContain(2);
    await second.stop("SIGKILL");
  });

  test("a database that outlived its supervisor is stopped in order by the next start", async () => {
    const first = await start();
    await acknowledge(first, 3);
    const orphan = part(first, /postgres -D/);
    process.kill(part(first, /keydesk-guard/).pid, "SIGKILL");
    await first.stop("SIGKILL");
    expect(isAlive(orphan.pid)).toBe(true);
    const second = await start();
    expect(isAlive(orphan.pid)).toBe(false);
    expect(await acknowledged(second)).toContain(3);
  });

  test("of every process at once, the next start recovers", async () => {
    const first = products.at(-1) as Product;
    await acknowledge(first, 4);
    for (const { pid } of [{ pid: first.pid }, ...listChildren(first.pid)]) process.kill(pid, "SIGKILL");
    const second = await start();
    expect(await acknowledged(second)).toContain(4);
    expect((await second.stop()).code).toBe(0);
  });
});
