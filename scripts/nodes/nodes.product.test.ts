import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Product as Opened, openProduct } from "@/e2e/support/product";
import { callServerAction } from "@/e2e/support/server-actions";
import { cookieOf } from "@/e2e/support/sign-in";
import { createWorld, type World } from "@/e2e/support/world";
import { type Asking, askNodes, countVerdicts, makeToken } from "@/scripts/nodes/ask-nodes";
import { type Nodes, openNodes } from "@/scripts/nodes/open-nodes";
import { isAlive, listChildren } from "@/scripts/test/child-processes";
import { createGateway } from "@/services/gateways/create";

let nodes: Nodes;
let product: Opened;
let ask: Asking;
beforeAll(async () => {
  nodes = await openNodes({ apis: 3, desks: 2 });
  process.env.KEYDESK_E2E_DATA_DIR = nodes.desks[0]!.dataDirectory;
  product = openProduct();
  const { accountId } = await createWorld();
  const made = await createGateway(product.context, { name: "Edge", forDeployment: true }, { accountId });
  if (!made.ok) throw new Error(made.refusal.message);
  ask = askNodes(nodes, made.value.secret);
});
afterAll(async () => {
  await product?.db.$disconnect();
  await nodes?.close();
});

describe("three API processes and two desks on one PostgreSQL and one Redis", () => {
  test("the overview of either desk lists all five for operators, for whom the session of one desk holds on the other", async () => {
    const world = await createWorld();
    const cookie = await cookieOf(world.operator, world.accountId);
    const ports = [...nodes.apis.map(({ apiUrl }) => apiUrl), ...nodes.desks.map(({ deskUrl }) => deskUrl)];
    for (const desk of [0, 1]) {
      const page = await ask.open(desk, "/", cookie);
      expect(page.status).toBe(200);
      expect(page.text).not.toContain("limits are not shared");
      // Each says by itself that it runs, every two seconds.
      const missing = async () => {
        const { text } = await ask.open(desk, "/", cookie);
        return ports.filter((url) => !text.includes(`:${new URL(url).port}`));
      };
      await expect.poll(missing).toEqual([]);
    }
  });

  test("limits are exact over all nodes: 100 a minute, as many a day as licensed assets, 60 from one address", async () => {
    const [minute, day, address] = [await createWorld(), await createWorld(), await createWorld()];
    const set = (world: World, data: object) =>
      product.db.account.update({ where: { id: world.accountId }, data });
    await set(minute, { requestsPerMinute: 100 });
    await set(day, { licensedAssets: 70 });
    await set(address, { requestsPerIp: 60 });
    const tokens = await Promise.all(
      [minute, day, address].map((world) => makeToken(product, world, "Nightly sync")),
    );
    const [byMinute, byDay, byAddress] = await Promise.all([
      ask.calmly(150, tokens[0]!.secret),
      ask.calmly(150, tokens[1]!.secret),
      ask.calmly(150, tokens[2]!.secret, { ip: "192.0.2.77" }),
    ]);
    expect(countVerdicts(byMinute)).toEqual({ valid: 100, rate_limited: 50 });
    expect(countVerdicts(byDay)).toEqual({ valid: 70, quota_exceeded: 80 });
    expect(countVerdicts(byAddress)).toEqual({ valid: 60, rate_limited: 90 });
  });

  test("usage is complete within seconds, and last used is the latest, whichever node was asked", async () => {
    const world = await createWorld();
    const { id, secret } = await makeToken(product, world, "Counted");
    const calls = 600;
    const answers = await ask.calmly(calls, secret, { ip: "192.0.2.1" });
    expect(countVerdicts(answers)).toEqual({ valid: calls });
    const began = new Date();
    await ask.calmly(1, secret, { ip: "192.0.2.2", agent: "the last one" });
    const ended = new Date();
    const read = async () => {
      const activity = await product.db.tokenActivity.findUnique({ where: { tokenId: id } });
      const hours = await product.db.usageHour.aggregate({ where: { tokenId: id }, _sum: { count: true } });
      const days = await product.db.accountUsageDay.aggregate({
        where: { accountId: world.accountId },
        _sum: { count: true },
      });
      return [activity?.total, hours._sum.count, days._sum.count].map(Number);
    };
    await expect.poll(read).toEqual([calls + 1, calls + 1, calls + 1]);
    const { lastUsedAt, lastIp } = await product.db.tokenActivity.findUniqueOrThrow({
      where: { tokenId: id },
    });
    expect(lastIp).toBe("192.0.2.2");
    expect(lastUsedAt!.getTime()).toBeGreaterThanOrEqual(began.getTime());
    expect(lastUsedAt!.getTime()).toBeLessThanOrEqual(ended.getTime());
  });

  test("what is ended on one desk is over on the other, and at every API process, at once", async () => {
    const world = await createWorld();
    const [mine, theirs, other] = await Promise.all([
      cookieOf(world.administrator, world.accountId),
      cookieOf(world.member, world.accountId),
      cookieOf(world.auditor, world.accountId),
    ]);
    const { id, secret } = await makeToken(product, world, "Revoked");
    expect(countVerdicts(await ask.calmly(3, secret))).toEqual({ valid: 3 });
    const act = (action: string, page: string, args: readonly unknown[], cookie: string) =>
      callServerAction({ action, page, args, cookie });

    const grid = "app/(desk)/integrations/api-access/actions.ts";
    expect(await act(`${grid}#remove`, "/integrations/api-access", [id, "Revoked"], mine)).toMatchObject({
      code: "done",
    });
    expect(countVerdicts(await ask.calmly(3, secret))).toEqual({ revoked: 3 });

    expect((await ask.open(1, "/personal-tokens", theirs)).status).toBe(200);
    const people = "app/(desk)/users/actions.ts#disableAction";
    expect(await act(people, "/users", [{ userId: world.member.id }], mine)).toMatchObject({ code: "done" });
    expect((await ask.open(1, "/personal-tokens", theirs)).location).toMatch(/^\/sign-in/);

    expect((await ask.open(1, "/audit", other)).status).toBe(200);
    await act("app/(desk)/session-actions.ts#signOutAction", "/account/security", [], other);
    expect((await ask.open(1, "/audit", other)).location).toMatch(/^\/sign-in/);
  });

  test("one sealer at a time: nodes that are killed leave no gap in the audit trail, and others go on within seconds", async () => {
    const world = await createWorld();
    const { accountId } = world;
    let running = true;
    let made = 0;
    const writer = async () => {
      while (running) {
        await makeToken(product, world, `Token ${made++}`);
        await sleep(5);
      }
    };
    const numbered = async () =>
      (await product.db.auditLeaf.findMany({ where: { logId: accountId }, select: { seq: true } })).map(
        ({ seq }) => Number(seq),
      );
    const writers = [writer(), writer(), writer()];
    for (const api of [nodes.apis[0]!, nodes.apis[1]!]) {
      await sleep(400);
      const victim = listChildren(api.pid).find(({ command }) => /dist\/api\.mjs/.test(command));
      const waitsFor = await product.db.auditEvent.count({ where: { accountId } });
      process.kill(victim!.pid, "SIGKILL");
      await expect
        .poll(async () => (await numbered()).length, { interval: 50 })
        .toBeGreaterThanOrEqual(waitsFor);
    }
    running = false;
    await Promise.all(writers);
    const events = await product.db.auditEvent.count({ where: { accountId } });
    expect(events).toBeGreaterThanOrEqual(made);
    await expect.poll(async () => (await numbered()).length).toBe(events);
    expect((await numbered()).sort((a, b) => a - b)).toEqual(Array.from({ length: events }, (_, i) => i + 1));
    for (const { apiUrl } of nodes.apis) {
      const status = () =>
        fetch(`${apiUrl}/readyz`).then(
          (answer) => answer.status,
          () => 0,
        );
      await expect.poll(status).toBe(200);
    }
  });
});

describe("while Redis hangs", () => {
  test("nobody waits for long, each process counts by itself, metrics and overview say so, and both are over when it is back", async () => {
    const world = await createWorld();
    const { secret } = await makeToken(product, world, "Nightly sync");
    const other = await makeToken(product, await createWorld(), "Another account's");
    await product.db.account.update({ where: { id: world.accountId }, data: { requestsPerMinute: 20 } });
    const cookie = await cookieOf(world.operator, world.accountId);
    const notices = async () => /limits are not shared/.test((await ask.open(1, "/", cookie)).text);
    expect(countVerdicts(await ask.calmly(3, secret))).toEqual({ valid: 3 });
    const slack = await ask.slackMs(other.secret, cookie);
    nodes.redis.signal("SIGSTOP");
    const answers = await ask.all(30, secret);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(4_000 + slack);
    for (const node of [0, 1, 2])
      await expect.poll(() => ask.metric(node, "keydesk_limiter_insured")).toBe(1);
    await expect.poll(notices).toBe(true);
    const page = (await ask.open(0, "/", cookie)).text;
    for (const { apiUrl } of nodes.apis) expect(page).toContain(`:${new URL(apiUrl).port}`);
    // 20 in each of the three.
    expect(countVerdicts(await ask.calmly(120, secret)).rate_limited).toBeGreaterThanOrEqual(60);
    nodes.redis.signal("SIGCONT");
    for (const node of [0, 1, 2])
      await expect.poll(() => ask.metric(node, "keydesk_limiter_insured")).toBe(0);
    await expect.poll(notices).toBe(false);
  });
});

describe("without PostgreSQL", () => {
  const outages = {
    "that hangs": {
      begin: async () => nodes.signalDatabase("SIGSTOP"),
      end: async () => nodes.signalDatabase("SIGCONT"),
    },
    "that was killed": {
      async begin() {
        const server = nodes.database.server().process;
        // So that it has no new ones while they are listed.
        server.kill("SIGSTOP");
        const sessions = listChildren(server.pid as number);
        server.kill("SIGKILL");
        // Until they notice, its sessions answer as before.
        await expect.poll(() => sessions.filter(({ pid }) => isAlive(pid))).toEqual([]);
      },
      end: () => nodes.database.restart(),
    },
  };

  test.each(Object.entries(outages))(
    "%s: verification answers 503, the desks say so, and both are back within two seconds of it",
    async (_name, { begin, end }) => {
      const world = await createWorld();
      const { secret } = await makeToken(product, world, "Nightly sync");
      const cookie = await cookieOf(world.auditor, world.accountId);
      expect(countVerdicts(await ask.calmly(3, secret))).toEqual({ valid: 3 });
      expect((await ask.open(1, "/", cookie)).status).toBe(200);
      const slack = await ask.slackMs(secret, cookie);
      await begin();
      const [answers, pages] = await Promise.all([
        ask.all(60, secret),
        Promise.all([0, 1].map((desk) => ask.open(desk, "/", cookie))),
      ]);
      for (const answer of answers) expect(answer).toMatchObject({ status: 503, retryAfter: "1" });
      expect(Math.max(...answers.map(({ ms }) => ms))).toBeLessThan(4_000 + slack);
      for (const page of pages) {
        expect(page.status).toBe(503);
        expect(page.text).toContain("The database does not answer");
        expect(page.text).not.toMatch(/Prisma|at .*\.js:\d/);
        expect(page.ms).toBeLessThan(6_000 + slack);
      }
      // From now on it is known.
      expect((await ask.open(0, "/integrations/api-access", cookie)).ms).toBeLessThan(1_000 + slack);
      await end();
      const back = performance.now();
      const works = async () =>
        [
          ...(await ask.all(3, secret)),
          ...(await Promise.all([0, 1].map((desk) => ask.open(desk, "/", cookie)))),
        ].every(({ status }) => status === 200);
      await expect.poll(works, { interval: 20 }).toBe(true);
      expect(performance.now() - back).toBeLessThan(2_000 + slack);
    },
  );
});

test("of a database that takes no changes the desk says so, instead of that it failed itself, while tokens verify", async () => {
  const world = await createWorld();
  const { id, secret } = await makeToken(product, world, "Nightly sync");
  const cookie = await cookieOf(world.administrator, world.accountId);
  const server = new pg.Client({ connectionString: nodes.database.url });
  await server.connect();
  const set = async (value: "on" | "off") => {
    await server.query(`ALTER SYSTEM SET default_transaction_read_only = ${value}`);
    await server.query("SELECT pg_reload_conf()");
  };
  const action = "app/(desk)/integrations/api-access/actions.ts#remove";
  const remove = () =>
    callServerAction({ action, page: "/integrations/api-access", args: [id, "Nightly sync"], cookie });
  await set("on");
  try {
    await expect.poll(async () => (await remove()).code).toBe("no result (503)");
    expect((await remove()).text).toContain("The database does not answer");
    expect(countVerdicts(await ask.calmly(3, secret))).toEqual({ valid: 3 });
  } finally {
    await set("off");
    await server.end();
  }
  await expect.poll(async () => (await remove()).code).toBe("done");
  expect(countVerdicts(await ask.calmly(3, secret))).toEqual({ revoked: 3 });
});
