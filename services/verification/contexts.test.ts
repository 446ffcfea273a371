import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApiClient } from "@/services/api-clients/create";
import { createGateway } from "@/services/gateways/create";
import { testKeys } from "@/services/testing/context";
import { openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { createOrganization } from "@/services/testing/world";
import { copyTokenFacts } from "@/services/upkeep/copy-token-facts";
import { forgetContextChanges } from "@/services/upkeep/forget-context-changes";
import { isStale } from "@/services/verification/contexts";
import { createLookup, type Lookup, lookupBounds } from "@/services/verification/lookup";

// A look-up that has read before reads less the next time. It must say, always, what one says that reads everything anew.

const patient = { ...lookupBounds, statementMsMax: 10_000, connectMsMax: 10_000 };
let world: Awaited<ReturnType<typeof openWorld>>;
let warm: Lookup;
let digests: Buffer[];
let ids: Record<"token" | "personal" | "organization" | "client" | "clientToken" | "gateway", string>;
beforeAll(async () => {
  world = await openWorld();
  warm = createLookup(world.url, patient);
});
afterAll(async () => {
  warm.close();
  await world.close();
});

beforeEach(async () => {
  const { acme, clock } = world;
  const { context, accountId } = { ...acme.administrator, accountId: acme.accountId };
  const organizationId = await createOrganization(world.db, clock, acme.accountId, `North ${randomUUID()}`);
  const token = await makeToken(acme);
  const personal = await makeToken(acme, { type: "personal" });
  const bound = await makeToken(acme, { type: "organization", organizationId });
  const client = unwrap(await createApiClient(context, { name: `Client ${randomUUID()}` }, { accountId }));
  const obtained = await makeToken(acme, { type: "account" });
  await world.run('UPDATE "Token" SET "apiClientId" = $1, "expiresAt" = $2 WHERE "id" = $3', [
    client.id,
    new Date(clock.now.getTime() + 3_600_000),
    obtained.id,
  ]);
  const gateway = unwrap(await createGateway(world.cli, { name: `Edge ${randomUUID()}` }, { accountId }));
  const { tokenId } = await world.db.gateway.findUniqueOrThrow({ where: { id: gateway.id } });
  ids = {
    token: token.id,
    personal: personal.id,
    organization: organizationId,
    client: client.id,
    clientToken: obtained.id,
    gateway: gateway.id,
  };
  expect(tokenId).toBeTruthy();
  digests = [token, personal, bound, obtained, gateway].map(({ secret }) => testKeys.digest(secret));
});

afterEach(async () => {
  await world.run(`UPDATE "Account" SET "plan" = 'platform', "disabledAt" = NULL WHERE "id" = $1`, [
    world.acme.accountId,
  ]);
  await world.run(`UPDATE "User" SET "disabledAt" = NULL WHERE "id" = $1`, [owner()]);
  await world.run(`UPDATE "Membership" SET "disabledAt" = NULL WHERE "userId" = $1`, [owner()]);
  expect(await all(warm)).toEqual(await anew());
});

const all = (lookup: Lookup) => Promise.all(digests.map((digest) => lookup.find(digest, null)));
async function anew() {
  const lookup = createLookup(world.url, patient);
  try {
    return await all(lookup);
  } finally {
    lookup.close();
  }
}

const owner = () => world.acme.administrator.userId;
const changes: Record<string, () => [string, unknown[]]> = {
  "Account.name": () => [
    `UPDATE "Account" SET "name" = 'Acme | new' WHERE "id" = $1`,
    [world.acme.accountId],
  ],
  "Account.plan": () => [`UPDATE "Account" SET "plan" = 'community' WHERE "id" = $1`, [world.acme.accountId]],
  "Account.disabledAt": () => [
    `UPDATE "Account" SET "disabledAt" = now() WHERE "id" = $1`,
    [world.acme.accountId],
  ],
  "Account limits": () => [
    `UPDATE "Account" SET "requestsPerMinute" = 7, "licensedAssets" = 8, "requestsPerIp" = 9 WHERE "id" = $1`,
    [world.acme.accountId],
  ],
  "Organization.name": () => [
    `UPDATE "Organization" SET "name" = 'North 2' WHERE "id" = $1`,
    [ids.organization],
  ],
  "Organization.deletedAt": () => [
    `UPDATE "Organization" SET "deletedAt" = now() WHERE "id" = $1`,
    [ids.organization],
  ],
  "User.name": () => [`UPDATE "User" SET "name" = 'Another' WHERE "id" = $1`, [owner()]],
  "User.disabledAt": () => [`UPDATE "User" SET "disabledAt" = now() WHERE "id" = $1`, [owner()]],
  "Membership.permissions": () => [
    `UPDATE "Membership" SET "permissions" = '{nobody:has}' WHERE "userId" = $1`,
    [world.acme.templateUserId],
  ],
  "Membership.disabledAt": () => [
    `UPDATE "Membership" SET "disabledAt" = now() WHERE "userId" = $1`,
    [owner()],
  ],
  "ApiClient.name": () => [`UPDATE "ApiClient" SET "name" = 'Renamed' WHERE "id" = $1`, [ids.client]],
  "ApiClient.disabledAt": () => [`UPDATE "ApiClient" SET "disabledAt" = now() WHERE "id" = $1`, [ids.client]],
  "ApiClient.deletedAt": () => [`UPDATE "ApiClient" SET "deletedAt" = now() WHERE "id" = $1`, [ids.client]],
  "Gateway.name": () => [`UPDATE "Gateway" SET "name" = 'Edge 2' WHERE "id" = $1`, [ids.gateway]],
  "Gateway.forDeployment": () => [
    `UPDATE "Gateway" SET "forDeployment" = NOT "forDeployment" WHERE "id" = $1`,
    [ids.gateway],
  ],
  "Gateway.deletedAt": () => [`UPDATE "Gateway" SET "deletedAt" = now() WHERE "id" = $1`, [ids.gateway]],
  "Token.name": () => [`UPDATE "Token" SET "name" = 'a|b|"c" é 😀 |' WHERE "id" = $1`, [ids.token]],
  "Token.disabledAt": () => [`UPDATE "Token" SET "disabledAt" = now() WHERE "id" = $1`, [ids.token]],
  "Token.notBefore": () => [
    `UPDATE "Token" SET "notBefore" = '2031-02-03 04:05:06.789+01' WHERE "id" = $1`,
    [ids.personal],
  ],
  "Token.expiresAt": () => [
    `UPDATE "Token" SET "expiresAt" = '2031-02-03 04:05:06.007Z' WHERE "id" = $1`,
    [ids.personal],
  ],
  "Token.ipAllowList": () => [
    `UPDATE "Token" SET "ipAllowList" = '{10.0.0.0/8,2001:db8::/32}' WHERE "id" = $1`,
    [ids.token],
  ],
  "Token.deletedAt": () => [`UPDATE "Token" SET "deletedAt" = now() WHERE "id" = $1`, [ids.token]],
  "TokenSecret.retiresAt": () => [
    `UPDATE "TokenSecret" SET "retiresAt" = "createdAt" + interval '1 hour' WHERE "tokenId" = $1`,
    [ids.token],
  ],
  "TokenSecret.destroyedAt": () => [
    `UPDATE "TokenSecret" SET "destroyedAt" = now() WHERE "tokenId" = $1`,
    [ids.token],
  ],
};

describe("what changes is seen by the next look-up", () => {
  test.each(Object.keys(changes))("%s", async (name) => {
    const before = await all(warm);
    expect(await all(warm)).toEqual(before);
    const [sql, values] = changes[name]!();
    await world.run(sql, values);
    const after = await all(warm);
    expect(after).not.toEqual(before);
    expect(after).toEqual(await anew());
    // And once more, now that it has been read.
    expect(await all(warm)).toEqual(after);
  });

  test("a token that was disabled while its secret was made", async () => {
    const other = new pg.Client({ connectionString: world.url });
    await other.connect();
    await other.query("BEGIN");
    const secretId = randomUUID();
    await other.query(
      `UPDATE "TokenSecret" SET "retiresAt" = "createdAt" + interval '1 day' WHERE "tokenId" = $1`,
      [ids.token],
    );
    await other.query(
      `INSERT INTO "TokenSecret" ("id", "tokenId", "digest", "pepperId", "prefix", "last4", "createdAt")
       VALUES ($1, $2, sha256($3), 1, 'IK', 'abcd', now())`,
      [secretId, ids.token, Buffer.from(secretId)],
    );
    const disabled = world.run('UPDATE "Token" SET "disabledAt" = now() WHERE "id" = $1', [ids.token]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await other.query("COMMIT");
    await disabled;
    await other.end();
    const [made] = await world.run('SELECT "digest" FROM "TokenSecret" WHERE "id" = $1', [secretId]);
    digests.push(made!.digest as Buffer);
    const found = await all(warm);
    expect(found.at(-1)?.facts.token.disabledAt).not.toBeNull();
    expect(found).toEqual(await anew());
  });

  test("a change that was under way when the look-up first read, once it is committed", async () => {
    const own = createLookup(world.url, patient);
    const other = new pg.Client({ connectionString: world.url });
    await other.connect();
    await other.query("BEGIN");
    await other.query(`UPDATE "User" SET "name" = $2 WHERE "id" = $1`, [owner(), randomUUID()]);
    const before = await all(own);
    // Transactions that begin and end meanwhile.
    await world.run(`UPDATE "ApiClient" SET "name" = 'Meanwhile' WHERE "id" = $1`, [ids.client]);
    const meanwhile = await all(own);
    expect(meanwhile).not.toEqual(before);
    expect(await all(own)).toEqual(meanwhile);
    await other.query("COMMIT");
    await other.end();
    const after = await all(own);
    expect(after).not.toEqual(meanwhile);
    expect(after).toEqual(await anew());
    own.close();
  });
});

test("secrets without a copy are read whole, and get one in the background", async () => {
  await world.run('UPDATE "TokenSecret" SET "tokenFacts" = NULL WHERE "destroyedAt" IS NULL');
  const expected = await anew();
  expect(await all(warm)).toEqual(expected);
  expect(await all(warm)).toEqual(expected);
  const copied = await world.db.$transaction((tx) => copyTokenFacts.run(tx, new Date(), 1_000));
  expect(copied).toBeGreaterThanOrEqual(digests.length);
  const [left] = await world.run(
    'SELECT count(*)::int AS n FROM "TokenSecret" WHERE "tokenFacts" IS NULL AND "destroyedAt" IS NULL',
  );
  expect(left).toEqual({ n: 0 });
  expect(await all(warm)).toEqual(expected);
});

describe("a moment", () => {
  const momentOf = async () => {
    const [now] = await world.run(
      "SELECT pg_current_snapshot()::text AS a, pg_postmaster_start_time()::text AS b, statement_timestamp()::text AS c",
    );
    return [now!.a, now!.b, now!.c] as string[];
  };
  const stale = async (moment: string[]) =>
    (await world.run(`SELECT ${isStale("$1", "$2", "$3")} AS stale`, moment))[0]!.stale;

  test("holds until something is changed, and no longer", async () => {
    const moment = await momentOf();
    expect(await stale(moment)).toBe(false);
    await makeToken(world.acme);
    await world.run('UPDATE "User" SET "passwordHash" = "passwordHash"');
    expect(await stale(moment)).toBe(false);
    await world.run(`UPDATE "User" SET "name" = "name" WHERE "id" = $1`, [owner()]);
    expect(await stale(moment)).toBe(true);
    expect(await stale(await momentOf())).toBe(false);
  });

  test("holds on no other server, and for an hour at most", async () => {
    const [snapshot, startedAt, readAt] = (await momentOf()) as [string, string, string];
    expect(await stale([snapshot, "2020-01-01T00:00:00Z", readAt])).toBe(true);
    const [hour] = await world.run("SELECT (statement_timestamp() - interval '61 min')::text AS at");
    expect(await stale([snapshot, startedAt, hour!.at as string])).toBe(true);
  });

  test("is not held up by a transaction that goes on: changes that it knows already are none", async () => {
    const long = new pg.Client({ connectionString: world.url });
    await long.connect();
    await long.query("BEGIN; SELECT pg_current_xact_id()");
    await world.run(`UPDATE "User" SET "name" = "name" WHERE "id" = $1`, [owner()]);
    expect(await stale(await momentOf())).toBe(false);
    await long.query("ROLLBACK");
    await long.end();
  });

  test("notes of changes are forgotten after a week, later ones stay", async () => {
    await world.run(`UPDATE "User" SET "name" = "name" WHERE "id" = $1`, [owner()]);
    await world.run(
      `INSERT INTO "ContextChange" ("at") VALUES (now() - interval '8 days'), (now() - interval '6 days')`,
    );
    const count = async () =>
      (await world.run('SELECT count(*)::int AS n FROM "ContextChange"'))[0]!.n as number;
    const before = await count();
    expect(await world.db.$transaction((tx) => forgetContextChanges.run(tx, new Date(), 1_000))).toBe(1);
    // And that something was forgotten is noted itself.
    expect(await count()).toBe(before);
  });
});
