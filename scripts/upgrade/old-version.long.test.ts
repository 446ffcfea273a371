import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, describe, expect, test } from "vitest";
import { applyMigrations, diagnose } from "@/prisma/migrate";
import { createEmptyDatabase } from "@/prisma/testing";
import { ask } from "@/scripts/crashes/ask";
import { buildOldTree } from "@/scripts/upgrade/old-tree";
import { type ApiNode, startNode } from "@/scripts/upgrade/start-node";
import { quantile, startLoad } from "@/scripts/upgrade/steady-load";

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const given = process.env.KEYDESK_UPGRADE_FROM;

describe.each(given ? [given] : ["33a5b70", "95da67b"])("from the version %s", (commit) => {
  test("old and new side by side, today's migrations applied under load: no verification fails, and every one is counted", async () => {
    const tree = buildOldTree(commit);
    closers.push(tree.remove);
    const database = await createEmptyDatabase();
    closers.push(database.drop);
    const { url } = database;
    const ground = tree.furnish(url);
    const pending = await diagnose(url);
    expect(pending.kind, "the old version lacks some of today's migrations").toBe("behind");

    const nodes: ApiNode[] = [];
    closers.push(() => nodes.map(({ child }) => child.kill("SIGKILL")));
    const start = async (options = {}) => {
      const node = await startNode(url, options);
      nodes.push(node);
      return node;
    };
    const bundled = { folder: tree.folder, args: ["dist/api.mjs"] };
    const [first, second] = [await start(bundled), await start(bundled)];
    const load = startLoad([first.url, second.url], {
      perSecond: 100,
      gateway: ground.gateway,
      secrets: ground.secrets,
    });
    closers.push(load.stop);
    await sleep(2_000);

    const migrating = load.begin();
    const applied = await applyMigrations(url);
    await sleep(1_000);
    expect(applied.length).toBeGreaterThan(0);
    expect(migrating.failed).toEqual([]);

    // One node at a time, as docs/upgrades.md says.
    const beside = load.begin();
    const third = await start();
    expect(await third.readiness()).toBe(200);
    load.nodes = [first.url, second.url, third.url];
    await sleep(1_000);
    const others =
      (await expectRightsToHold(second.url, third.url, ground)) +
      (await expectRightsToHold(third.url, second.url, ground));
    load.nodes = [second.url, third.url];
    expect((await first.drain()).code).toBe(0);
    const fourth = await start();
    load.nodes = [third.url, fourth.url];
    expect((await second.drain()).code).toBe(0);
    await sleep(1_000);
    await load.stop();
    expect(beside.failed).toEqual([]);

    await Promise.all([third.drain(), fourth.drain()]);
    const [counted] = await query(
      url,
      `SELECT sum("count")::int AS n FROM "AccountUsageHour" WHERE "accountId" = '${ground.accountId}' AND "verdict" = 'valid'`,
    );
    expect(Number(counted?.n)).toBe(load.valid() + others);
    console.log(
      `from ${commit}: ${applied.length} migrations; ${migrating.sent} verifications while they were applied (median ` +
        `${quantile(migrating.ms, 0.5).toFixed(1)} ms, slowest ${Math.max(...migrating.ms).toFixed(0)} ms), ${beside.sent} while nodes were ` +
        `replaced (slowest ${Math.max(...beside.ms).toFixed(0)} ms), 0 failed, ${beside.retried} passed over`,
    );
  });
});

// What one version does, the other one knows at once. Returns how many calls this took: each counts as a use of a good token.
async function expectRightsToHold(
  one: string,
  other: string,
  { account, gateway }: { account: string; gateway: string },
): Promise<number> {
  let calls = 0;
  const path = `${one}/api/v1.0/account/tokens`;
  const call = async (method: string, at: string, body?: unknown) => {
    calls += 1;
    return ask(method, at, { authorization: `Bearer ${account}` }, body);
  };
  const made = await call("POST", path, { type: "account", name: `Between ${one} and ${other}` });
  expect(made.status).toBe(201);
  const verdict = async () => {
    const headers = { authorization: `Bearer ${gateway}` };
    const { body } = await ask("POST", `${other}/v1/tokens/verify`, headers, { token: made.body.secret });
    if (body.verdict === "valid") calls += 1;
    return body.verdict;
  };
  expect(await verdict()).toBe("valid");
  for (let i = 0; i < 5; i++) {
    expect((await call("POST", `${path}/${made.body.id}/disable`)).body.changed).toBe(true);
    expect(await verdict()).toBe("disabled");
    expect((await call("POST", `${path}/${made.body.id}/enable`)).body.changed).toBe(true);
    expect(await verdict()).toBe("valid");
  }
  expect((await call("DELETE", `${path}/${made.body.id}`)).status).toBe(204);
  expect(await verdict()).toBe("revoked");
  return calls;
}
