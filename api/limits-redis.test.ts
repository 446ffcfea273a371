import type { ChildProcess } from "node:child_process";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startReadyServer } from "@/api/testing/start-server";
import { setAccount } from "@/services/accounts/set";
import { createTestClock } from "@/services/testing/context";
import { largeLimits } from "@/services/testing/large-limits";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { startRedis, type TestRedis } from "@/services/testing/redis-server";
import { makeToken, unwrap } from "@/services/testing/tokens";

let world: OpenWorld;
let redis: TestRedis;
const started: ChildProcess[] = [];
beforeAll(async () => {
  // The processes under test have the real clock.
  [world, redis] = await Promise.all([openWorld({ clock: createTestClock(new Date()) }), startRedis()]);
});
afterAll(async () => {
  for (const child of started) child.kill("SIGKILL");
  await Promise.all([world.close(), redis.stop()]);
});

test("ZO-11 two API processes over one Redis let exactly 100 of 150 requests at once pass, and go on without it", {
  timeout: 180_000,
}, async () => {
  const { accountId } = world.acme;
  unwrap(await setAccount(world.cli, { ...largeLimits, requestsPerMinute: 100 }, { accountId }));
  const { secret } = await makeToken(world.acme);
  const nodes = await Promise.all(
    [1, 2].map(() => startReadyServer(world.url, started, { REDIS_URL: redis.url, LOG_LEVEL: "warn" })),
  );
  const ask = (turn: number, token = secret) =>
    fetch(`${nodes[turn % 2]!.url}/api/v1.0/whoami`, {
      headers: { authorization: `Impersonation ${token}` },
    });
  // Connections are there, and the code is warm: the machine may be busy with other tests.
  const { secret: other } = await makeToken(world.other);
  for (let turn = 0; turn < 100; turn++) await ask(turn, other);
  const answers = await Promise.all(Array.from({ length: 150 }, (_, turn) => ask(turn)));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([...Array(100).fill(200), ...Array(50).fill(429)]);
  const used = answers.filter(({ ok }) => ok).map(({ headers }) => Number(headers.get("x-api-usage-today")));
  expect(Math.max(...used)).toBeGreaterThanOrEqual(100);
  await redis.stop();
  await expect.poll(async () => (await ask(0)).status).toBe(200);
  await expect
    .poll(() => nodes[0]!.said.out)
    .toContain("Redis is away; this process counts limits by itself");
  expect(nodes[0]!.said.out).not.toContain(secret.slice(-20));
});
