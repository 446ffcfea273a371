import { readFileSync } from "node:fs";
import { get as httpGet, type IncomingMessage } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ExportGround, makeExportGround } from "@/api/testing/exports";
import { openApi } from "@/api/testing/open-api";
import { exportGateBounds } from "@/api/v1/export/export-gate";
import { openWorld } from "@/services/testing/open-world";
import { openTcpProxy } from "@/services/testing/tcp-proxy";

/** The third of the numbers that the system has for the buffers of a socket, in bytes: what one may grow to, and does on a busy machine. */
function bufferMax(which: "rmem" | "wmem"): number {
  try {
    return Number(readFileSync(`/proc/sys/net/ipv4/tcp_${which}`, "utf8").trim().split(/\s+/)[2]);
  } catch {
    return 6 * 1024 ** 2;
  }
}

// More than the buffers of all sockets between the database and a reader that reads nothing hold: the database's, and both of ours.
const rowBytes = 140;
const hours = Math.ceil((bufferMax("rmem") + 2 * bufferMax("wmem") + 2 * 1024 ** 2) / rowBytes);

let world: Awaited<ReturnType<typeof openWorld>>;
let api: Awaited<ReturnType<typeof openApi>>;
let ground: ExportGround;
let foreign: ExportGround;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  ground = await makeExportGround(world, world.acme, "First");
  foreign = await makeExportGround(world, world.other, "Foreign");
  await world.run(
    `INSERT INTO "UsageHour" ("tokenId", "hour", "verdict", "accountId", "count")
     SELECT $1, '1950-01-01T00:00:00Z'::timestamptz + i * interval '1 hour', 'valid', $2, i FROM generate_series(1, ${hours}) i`,
    [ground.tokenIds[0], world.acme.accountId],
  );
  // The database does so by itself, at some moment, and from then on reads with several processes.
  await world.run('ANALYZE "UsageHour"');
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const address = (path: string) => `${api.url}/api/v1.0/export/${path}`;
// Without the calls of this test, which are usage too.
const large = "usage.csv?to=2026-06-01";

/** Begins an export and leaves its body unread. */
async function begin(path = large, secret = ground.exportToken): Promise<IncomingMessage> {
  for (;;) {
    const response = await ask(path, secret);
    // On a busy machine its connection may take longer than an export waits for it. A full house says something else.
    const isBusyMachine = response.statusCode === 503 && response.headers["retry-after"] !== "5";
    if (!isBusyMachine) return response;
    response.destroy();
  }
}

function ask(path: string, secret: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = httpGet(
      address(path),
      { agent: false, headers: { authorization: `Bearer ${secret}` } },
      (response) => resolve(response.on("error", () => undefined)),
    );
    request.on("error", reject);
  });
}

/** The whole of a body, and whether it ended as a whole one. */
async function finish(response: IncomingMessage): Promise<{ text: string; complete: boolean }> {
  const parts: Buffer[] = [];
  try {
    for await (const part of response) parts.push(part);
  } catch {
    // Told by `complete`.
  }
  return { text: Buffer.concat(parts).toString("utf8"), complete: response.complete };
}

/** Of exports' connections, without the processes that read for them. */
const backends = async () =>
  (await world.run(
    `SELECT "pid", "wait_event" FROM pg_stat_activity
     WHERE application_name = 'keydesk-export' AND datname = current_database() AND leader_pid IS NULL`,
  )) as { pid: number; wait_event: string | null }[];

/** Until the one export waits for its reader. */
const clientWrites = () =>
  expect.poll(async () => (await backends()).map((row) => row.wait_event)).toEqual(["ClientWrite"]);

describe("a slow reader", () => {
  test("holds the database back, and in the end has what there was when it began, each row once and in order", async () => {
    const response = await begin();
    expect(response.statusCode).toBe(200);
    // The server itself waits: no more of the rows is in our memory than the sockets hold.
    await clientWrites();
    await world.run(`INSERT INTO "UsageHour" VALUES ($1, '1950-01-01T00:30:00Z', 'valid', $2, 1)`, [
      ground.tokenIds[0],
      world.acme.accountId,
    ]);
    await world.run(`DELETE FROM "UsageHour" WHERE "tokenId" = $1 AND "count" = ${hours}`, [
      ground.tokenIds[0],
    ]);
    const { text, complete } = await finish(response);
    expect(complete).toBe(true);
    expect(text.length).toBeGreaterThan(hours * rowBytes);
    const rows = text.split("\r\n").slice(1, -1);
    expect(rows.length).toBe(hours);
    expect(rows[0]).toContain('"1950-01-01T01:00:00.000Z","valid","1"');
    expect(rows.every((row, i) => row.endsWith(`"${i + 1}"`))).toBe(true);
    expect(response.headers["x-keydesk-rows"]).toBe(String(hours));
    await world.run(
      `INSERT INTO "UsageHour" SELECT $1, '1950-01-01T00:00:00Z'::timestamptz + ${hours} * interval '1 hour', 'valid', $2, ${hours}`,
      [ground.tokenIds[0], world.acme.accountId],
    );
  });

  test("that leaves ends its query and frees its connection", async () => {
    const response = await begin();
    await expect.poll(async () => (await backends()).length).toBe(1);
    response.destroy();
    await expect.poll(async () => (await backends()).length).toBe(0);
  });
});

describe("a database that breaks off", () => {
  test("in the middle: no clean end, and what came is no whole file", async () => {
    const response = await begin();
    expect(response.statusCode).toBe(200);
    await clientWrites();
    await world.run("SELECT pg_terminate_backend($1)", [(await backends())[0]!.pid]);
    const { text, complete } = await finish(response);
    expect(complete).toBe(false);
    expect(text.length).toBeGreaterThan(1000);
    expect(text.split("\r\n").length).toBeLessThan(hours);
  });

  test("before the first byte: 503 as a problem", async () => {
    const proxy = await openTcpProxy(world.url);
    const behind = await openApi(world, { databaseUrl: proxy.url });
    const ask = () =>
      fetch(`${behind.url}/api/v1.0/export/tokens.csv`, {
        headers: { authorization: `Bearer ${foreign.exportToken}` },
      });
    expect((await ask()).status).toBe(200);
    await proxy.cut();
    const answer = await ask();
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ code: "database_unavailable" });
    await proxy.mend();
    await behind.close();
    await proxy.close();
  });
});

test("an account has so many exports at once and no more; others have room; who ends one may begin another", async () => {
  const open = await Promise.all(Array.from({ length: exportGateBounds.perAccount }, () => begin()));
  expect(open.map((response) => response.statusCode)).toEqual(open.map(() => 200));
  const refused = await begin("tokens.csv");
  expect(refused.statusCode).toBe(503);
  expect(refused.headers["retry-after"]).toBe("5");
  expect(JSON.parse((await finish(refused)).text)).toMatchObject({ status: 503, code: "exports_busy" });
  expect((await finish(await begin("tokens.csv", foreign.exportToken))).complete).toBe(true);
  open[0]!.destroy();
  await expect
    .poll(async () => (await finish(await begin("tokens.csv"))).text)
    .toContain(ground.exportTokenId);
  for (const response of open) response.destroy();
});
