import { afterAll, beforeAll, expect, test } from "vitest";
import { basic, type OAuthAnswer, oauthOf } from "@/api/testing/oauth-client";
import { openApi, patientBounds } from "@/api/testing/open-api";
import type { CreatedApiClient } from "@/domain/access/api-client-views";
import { makeApiClient } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { openTcpProxy } from "@/services/testing/tcp-proxy";
import { makeToken } from "@/services/testing/tokens";

let world: OpenWorld;
let proxy: Awaited<ReturnType<typeof openTcpProxy>>;
let api: Awaited<ReturnType<typeof openApi>>;
let client: CreatedApiClient;
beforeAll(async () => {
  world = await openWorld();
  proxy = await openTcpProxy(world.url);
  api = await openApi(world, { databaseUrl: proxy.url, bounds: { ...patientBounds, awayMs: 50 } });
  client = await makeApiClient(world.acme);
});
afterAll(async () => {
  await api.close();
  await proxy.close();
  await world.close();
});

const grant = { grant_type: "client_credentials" };
const asClient = () => basic(client.clientId, client.secret);
const refusedAsAway = (answer: OAuthAnswer) => {
  expect(answer).toMatchObject({ status: 503, json: { error: "temporarily_unavailable" } });
  expect(answer.headers.get("retry-after")).toBe("1");
  expect(answer.headers.get("cache-control")).toBe("no-store");
};

test("with the database down every endpoint says 503 with Retry-After, for good and bad callers; then it mends by itself", async () => {
  const { secret } = await makeToken(world.acme);
  const { token, introspect, revoke } = oauthOf(api);
  const askAll = async () => [
    await token(grant, asClient()),
    await token(grant, basic(client.clientId, "wrong")),
    await token(grant, basic("client_00000000000000000000", "x")),
    await introspect({ token: secret }),
    await revoke({ token: secret }),
    await revoke({ token: secret }, asClient()),
  ];
  expect((await introspect({ token: secret })).json).toMatchObject({ active: true });
  await proxy.cut();
  for (const answer of await askAll()) refusedAsAway(answer);
  await proxy.mend();
  await expect.poll(async () => (await token(grant, asClient())).status).toBe(200);
  // Nothing of what was refused has happened, now or later. Look-ups have connections of their own, which mend when they are tried.
  await expect.poll(async () => (await introspect({ token: secret })).status).toBe(200);
  expect((await introspect({ token: secret })).json).toMatchObject({ active: true });
});

test("a revocation whose commit nobody confirmed is never answered 200", async () => {
  const { secret } = await makeToken(world.acme);
  const { introspect, revoke } = oauthOf(api);
  // The row is held, so that the revocation waits in its transaction; then the wire is cut under it.
  const holder = world.db.$transaction(
    async (tx) => {
      await tx.$queryRaw`SELECT 1 FROM "Token" WHERE "accountId" = ${world.acme.accountId}::uuid FOR UPDATE`;
      const waiting = revoke({ token: secret });
      await expect.poll(countWaiting).toBeGreaterThan(0);
      await proxy.cut();
      return waiting;
    },
    { timeout: 20_000 },
  );
  refusedAsAway(await holder);
  await proxy.mend();
  await expect.poll(async () => (await introspect({ token: secret })).json?.active).toBe(true);
});

async function countWaiting(): Promise<number> {
  const rows = await world.run(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return Number(rows[0]?.n);
}
