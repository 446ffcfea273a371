import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { type OpenGateway, openGateway } from "@/api/testing/open-gateway";
import { openWorld } from "@/services/testing/open-world";
import { openTcpProxy, type TcpProxy } from "@/services/testing/tcp-proxy";
import { makeToken } from "@/services/testing/tokens";

/** Many times as long as a bundle waits for Keydesk, and half as long as a gateway does that was told nothing. */
const answerMsMax = 30_000;

let world: Awaited<ReturnType<typeof openWorld>>;
let database: TcpProxy;
let api: Awaited<ReturnType<typeof openApi>>;
let headers: Record<string, string>;
beforeAll(async () => {
  world = await openWorld();
  database = await openTcpProxy(world.url);
  api = await openApi(world, { databaseUrl: database.url });
  headers = { authorization: `Impersonation ${(await makeToken(world.acme)).secret}` };
});
afterAll(async () => {
  await api.close();
  await database.close();
  await world.close();
});

describe.each(["nginx", "caddy"] as const)("%s while Keydesk is away", (kind) => {
  let gateway: OpenGateway;
  beforeAll(async () => {
    gateway = await openGateway(world, api, kind);
  });
  afterAll(() => gateway.close());

  // Good tokens, bad ones and none: nobody is let through, and nobody is told that a token is bad.
  async function everybodyWaits(): Promise<void> {
    const started = Date.now();
    const asks = [headers, { authorization: "Bearer nonsense" }, {}].map((each) =>
      gateway.ask("/", { headers: each as Record<string, string> }),
    );
    for (const { response, seen } of await Promise.all(asks)) {
      expect(response.status, gateway.output()).toBe(503);
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(response.headers.get("cache-control")).toContain("no-store");
      expect(response.headers.get("content-type")).toContain("application/problem+json");
      expect(seen).toBeNull();
    }
    expect(Date.now() - started).toBeLessThan(answerMsMax);
  }

  const isBack = async () => {
    const { response, seen } = await gateway.ask("/", { headers });
    expect([response.status, seen?.url]).toEqual([200, "/"]);
  };

  test.each([
    ["is down", () => gateway.wire.cut()],
    ["hangs", async () => gateway.wire.hold()],
    ["resets connections", async () => gateway.wire.reset()],
  ])(
    "it %s: 503 with Retry-After, nothing is let through; afterwards it goes on at once",
    async (_, fail) => {
      await isBack();
      await fail();
      await everybodyWaits();
      await gateway.wire.mend();
      await isBack();
    },
  );

  test("its database is down: the same", async () => {
    await database.cut();
    await everybodyWaits();
    await database.mend();
    await expect.poll(async () => (await gateway.ask("/", { headers })).response.status).toBe(200);
  });

  test("it stops and starts under traffic: each request is let through after a good answer, or not at all", async () => {
    const counts = new Map<number, number>();
    let running = true;
    const clients = Array.from({ length: 4 }, async () => {
      while (running) {
        const { response } = await gateway.ask("/", { headers: { authorization: "Bearer nonsense" } });
        counts.set(response.status, (counts.get(response.status) ?? 0) + 1);
      }
    });
    const more = async (status: number) => {
      const before = counts.get(status) ?? 0;
      await expect.poll(() => counts.get(status) ?? 0, { interval: 5 }).toBeGreaterThan(before);
    };
    for (let round = 0; round < 3; round += 1) {
      await more(401);
      await gateway.wire.cut();
      await more(503);
      await gateway.wire.mend();
    }
    running = false;
    await Promise.all(clients);
    expect([...counts.keys()].sort()).toEqual([401, 503]);
  });
});
