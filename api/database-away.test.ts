import { afterAll, beforeAll, expect, test } from "vitest";
import { openApi, patientBounds } from "@/api/testing/open-api";
import { openWorld } from "@/services/testing/open-world";
import { openTcpProxy } from "@/services/testing/tcp-proxy";
import { makeToken, makeTokenInState } from "@/services/testing/tokens";

let world: Awaited<ReturnType<typeof openWorld>>;
let proxy: Awaited<ReturnType<typeof openTcpProxy>>;
let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  world = await openWorld();
  proxy = await openTcpProxy(world.url);
  api = await openApi(world, { databaseUrl: proxy.url, bounds: { ...patientBounds, awayMs: 50 } });
});
afterAll(async () => {
  await api.close();
  await proxy.close();
  await world.close();
});

async function askAll(secret: string) {
  const headers = { authorization: `Impersonation ${secret}`, "x-keydesk-gateway": api.gateway };
  const answers = await Promise.all([
    fetch(`${api.url}/api/v1.0/whoami`, { headers }),
    fetch(`${api.url}/v1/forward-auth`, { headers }),
    fetch(`${api.url}/v1/tokens/verify`, {
      method: "POST",
      headers: { authorization: `Bearer ${api.gateway}`, "content-type": "application/json" },
      body: JSON.stringify({ token: secret }),
    }),
  ]);
  return Promise.all(
    answers.map(async (answer) => ({
      status: answer.status,
      retryAfter: answer.headers.get("retry-after"),
      text: await answer.text(),
    })),
  );
}

test("with the database down every face says 503 with Retry-After, quickly, for good tokens and bad ones; then it mends by itself", async () => {
  const good = await makeToken(world.acme);
  const bad = await makeTokenInState(world, world.acme, "deleted");
  expect((await askAll(good.secret)).map((answer) => answer.status)).toEqual([200, 200, 200]);
  await proxy.cut();
  for (const { secret } of [good, bad]) {
    const start = performance.now();
    for (const answer of await askAll(secret)) {
      expect(answer).toMatchObject({ status: 503, retryAfter: "1" });
      expect(JSON.parse(answer.text)).toMatchObject({ status: 503, code: "database_unavailable" });
    }
    expect(performance.now() - start).toBeLessThan(10_000);
  }
  expect((await fetch(`${api.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${api.url}/readyz`)).status).toBe(503);
  await proxy.mend();
  await expect
    .poll(async () => (await askAll(good.secret)).map((answer) => answer.status))
    .toEqual([200, 200, 200]);
  expect((await askAll(bad.secret)).map((answer) => answer.status)).toEqual([401, 401, 200]);
  expect((await fetch(`${api.url}/readyz`)).status).toBe(200);
});

test("a malformed token is told so without a database", async () => {
  await proxy.cut();
  const headers = { authorization: "Bearer nonsense" };
  const answer = await fetch(`${api.url}/api/v1.0/whoami`, { headers });
  await proxy.mend();
  expect(answer.status).toBe(401);
});
