import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { basic, oauthOf } from "@/api/testing/oauth-client";
import { openApi } from "@/api/testing/open-api";
import type { CreatedApiClient } from "@/domain/access/api-client-views";
import { requestsPerIpDefault } from "@/domain/limits/policies";
import { makeApiClient } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";

let world: OpenWorld;
let api: Awaited<ReturnType<typeof openApi>>;
let client: CreatedApiClient;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world, { requestsPerIp: requestsPerIpDefault });
});
afterAll(async () => {
  await api.close();
  await world.close();
});
beforeEach(async () => {
  client = await makeApiClient(world.acme);
});

let last = 0;
/** An address that nobody used before. */
const nextAddress = () => {
  last += 1;
  return `203.0.${113 + Math.floor(last / 250)}.${(last % 250) + 1}`;
};
const ask = (secret: string, from: string, clientId = client.clientId) =>
  oauthOf(api).token(
    { grant_type: "client_credentials" },
    { ...basic(clientId, secret), "x-forwarded-for": from },
  );
const statuses = async (attempts: readonly Promise<{ status: number }>[]) =>
  (await Promise.all(attempts)).map(({ status }) => status);
/** Wrong secrets, one after the other. */
async function guess(times: number, from: string, clientId = client.clientId) {
  const answers = [];
  for (let i = 0; i < times; i++) answers.push(await ask(`guess ${i}`, from, clientId));
  return answers;
}
const failures = () =>
  world.db.auditEvent.findMany({
    where: { action: "api_client.authentication_failed", targetId: client.id },
    orderBy: { id: "asc" },
  });

describe("guessing a client's secret", () => {
  test("ends after ten wrong ones a minute from an address, also for the right one where it was never right", async () => {
    const from = nextAddress();
    const answers = await guess(12, from);
    expect(answers.map(({ status }) => status)).toEqual([...new Array(10).fill(401), 429, 429]);
    const locked = answers.at(-1);
    expect(locked?.json).toMatchObject({ error: "slow_down" });
    const wait = Number(locked?.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(60);
    expect(await ask(client.secret, from)).toMatchObject({ status: 429 });
  });

  test("does not lock the client out elsewhere, nor other clients at that address", async () => {
    const from = nextAddress();
    await guess(11, from);
    expect(await ask(client.secret, nextAddress())).toMatchObject({ status: 200 });
    const other = await makeApiClient(world.acme);
    expect(await ask(other.secret, from, other.clientId)).toMatchObject({ status: 200 });
  });

  test("does not lock the client out where it proved itself before: only wrong ones are held off there", async () => {
    const from = nextAddress();
    expect(await ask(client.secret, from)).toMatchObject({ status: 200 });
    expect((await guess(12, from)).at(-1)).toMatchObject({ status: 429 });
    expect(await ask(client.secret, from)).toMatchObject({ status: 200 });
  });

  test("in parallel is counted all the same", async () => {
    const from = nextAddress();
    const answers = await statuses(Array.from({ length: 30 }, (_, i) => ask(`guess ${i}`, from)));
    expect(answers.filter((status) => status === 401)).toHaveLength(10);
    expect(answers.filter((status) => status === 429)).toHaveLength(20);
  });

  test("looks the same for a client that does not exist", async () => {
    const unknown = await guess(12, nextAddress(), "client_00000000000000000000");
    const known = await guess(12, nextAddress());
    const shown = (answers: typeof known) => answers.map(({ status, json }) => [status, json?.error]);
    expect(shown(unknown)).toEqual(shown(known));
  });

  test("is in the trail: the first wrong one and the one that locks, without what was presented", async () => {
    const from = nextAddress();
    await guess(14, from);
    const events = await failures();
    expect(events.map(({ details }) => details)).toEqual([
      { reason: "wrong client secret" },
      { reason: "too many attempts" },
    ]);
    expect(events[0]).toMatchObject({
      accountId: world.acme.accountId,
      actorKind: "client",
      actorName: client.name,
      outcome: "refused",
      ip: from,
    });
    expect(JSON.stringify(events)).not.toContain("guess 0");
  });
});

test("many right requests at once are never taken for guesses, and a right one ends a row of wrong ones", async () => {
  const from = nextAddress();
  await guess(9, from);
  expect(await statuses(Array.from({ length: 30 }, () => ask(client.secret, from)))).toEqual(
    new Array(30).fill(200),
  );
  expect((await guess(10, from)).map(({ status }) => status)).toEqual(new Array(10).fill(401));
});

test("RZ-08 requests of clients count against their address like all others: beyond 2,000 in 5 minutes they are told to slow down", async () => {
  expect(requestsPerIpDefault).toBe(2_000);
  const from = nextAddress();
  const at = world.clock.now.getTime();
  const call = { at, address: from, toldBy: null, account: null, spends: false } as const;
  for (let i = 1; i < requestsPerIpDefault; i++) await api.limits.judge(call);
  expect(await ask(client.secret, from)).toMatchObject({ status: 200 });
  const refused = await ask(client.secret, from);
  expect(refused).toMatchObject({
    status: 429,
    json: { error: "slow_down", error_description: "Request limit exceeded." },
  });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
});
