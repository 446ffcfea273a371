import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isClientSecret } from "@/domain/oauth/client-credentials";
import { parseTokenString } from "@/domain/tokens/token-string";
import { createApiClient } from "@/services/api-clients/create";
import { deleteApiClient } from "@/services/api-clients/delete";
import { disableApiClient } from "@/services/api-clients/disable";
import { editApiClient } from "@/services/api-clients/edit";
import { enableApiClient } from "@/services/api-clients/enable";
import { listApiClients } from "@/services/api-clients/list";
import { listClientTokens } from "@/services/api-clients/list-tokens";
import { loadApiClient } from "@/services/api-clients/load";
import { revokeClientToken } from "@/services/api-clients/revoke-token";
import { rotateApiClientSecret } from "@/services/api-clients/rotate-secret";
import { makeApiClient, obtainToken } from "@/services/testing/api-clients";
import { testKeys } from "@/services/testing/context";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { createTenant, type Tenant } from "@/services/testing/world";

let world: OpenWorld;
let tenant: Tenant;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  tenant = await createTenant(world.db, world.clock, "Cleo Inc");
});

const admin = () => tenant.administrator.context;
const rowOf = (id: string) => world.db.apiClient.findUniqueOrThrow({ where: { id } });
const lastEvent = (targetId: string) =>
  world.db.auditEvent.findFirstOrThrow({ where: { targetId }, orderBy: { id: "desc" } });

describe("creating a client", () => {
  test("RZ-05 gives a client id and a secret that is shown once; only its digest is kept", async () => {
    const made = unwrap(await createApiClient(admin(), { name: " Nightly export ", notes: "ops" }));
    expect(made.clientId).toMatch(/^client_[0-9A-Za-z]{20}$/);
    expect(isClientSecret(made.secret)).toBe(true);
    expect(made.secret.slice(3, 11)).toBe(tenant.locator);
    expect(parseTokenString(made.secret)).toBeNull();
    const row = await rowOf(made.id);
    expect(row).toMatchObject({
      accountId: tenant.accountId,
      name: "Nightly export",
      notes: "ops",
      last4: made.secret.slice(-4),
      createdById: tenant.administrator.userId,
    });
    expect(Buffer.from(row.digest)).toEqual(testKeys.digest(made.secret));
    const needle = made.secret.slice(-36, -4);
    const seen = [
      await world.dump(),
      JSON.stringify(await lastEvent(made.id)),
      JSON.stringify(await listApiClients(admin())),
      JSON.stringify(await loadApiClient(admin(), { apiClientId: made.id })),
    ];
    for (const text of seen) expect(text).not.toContain(needle);
    expect(await lastEvent(made.id)).toMatchObject({
      action: "api_client.create",
      actorId: tenant.administrator.userId,
      details: { clientId: made.clientId, last4: row.last4 },
    });
  });

  test("no two clients share an id or a secret", async () => {
    const made = await Promise.all(Array.from({ length: 20 }, () => makeApiClient(tenant)));
    expect(new Set(made.map((client) => client.clientId)).size).toBe(20);
    expect(new Set(made.map((client) => client.secret)).size).toBe(20);
  });

  test("RZ-06 needs the Platform plan", async () => {
    for (const plan of ["community", "professional"] as const) {
      await world.db.account.update({ where: { id: tenant.accountId }, data: { plan } });
      expect(codeOf(await createApiClient(admin(), { name: "x" }))).toBe("plan_required");
    }
    expect(await world.db.apiClient.count({ where: { accountId: tenant.accountId } })).toBe(0);
  });

  test("a double submit makes one", async () => {
    const input = { name: "Twice", requestKey: uuidv7() };
    const results = await Promise.all(Array.from({ length: 5 }, () => createApiClient(admin(), input)));
    expect(results.map(codeOf).sort()).toEqual(["done", ...new Array(4).fill("duplicate_request")]);
    expect(await world.db.apiClient.count({ where: { accountId: tenant.accountId } })).toBe(1);
  });

  test("an account has at most 200, also when many are made at once", async () => {
    const row = await rowOf((await makeApiClient(tenant)).id);
    await world.run(
      `INSERT INTO "ApiClient" ("id","accountId","name","clientId","digest","pepperId","last4","createdAt","createdByName","updatedAt")
       SELECT gen_random_uuid(), $1, 'n', i || $3, sha256((i || $3)::bytea), 1, 'abcd', $2, 'x', $2
       FROM generate_series(1, 196) i`,
      [row.accountId, row.createdAt, row.clientId],
    );
    const results = await Promise.all(
      Array.from({ length: 8 }, () => createApiClient(admin(), { name: "More" })),
    );
    expect(results.map(codeOf).sort()).toEqual([
      ...new Array(5).fill("cap_reached"),
      ...new Array(3).fill("done"),
    ]);
  });

  test.each([
    [{}],
    [{ name: "" }],
    [{ name: "x".repeat(201) }],
    [{ name: "a\u0000b" }],
    [{ name: "x", notes: "n".repeat(2001) }],
    [{ name: "x", requestKey: "y" }],
    ["x"],
  ])("bad input is refused and changes nothing: %j", async (input) => {
    const before = await world.dump();
    expect(codeOf(await createApiClient(admin(), input))).toBe("invalid_input");
    expect(await world.dump()).toBe(before);
  });
});

describe("changing a client", () => {
  test("an edit changes name or notes, and nothing else", async () => {
    const { id } = await makeApiClient(tenant);
    const before = await rowOf(id);
    world.clock.advance(1);
    const edit = (more: object) => editApiClient(admin(), { apiClientId: id, clientId: "client_x", ...more });
    expect(unwrap(await edit({ name: "Renamed" }))).toEqual({ id, changed: true });
    expect(await rowOf(id)).toEqual({ ...before, name: "Renamed", updatedAt: world.clock.now });
    expect(await lastEvent(id)).toMatchObject({
      action: "api_client.edit",
      targetName: before.name,
      details: { before: { name: before.name }, after: { name: "Renamed" } },
    });
    expect(unwrap(await edit({ name: "Renamed", notes: "" }))).toEqual({ id, changed: false });
  });

  test("disabling and enabling keep the secret; repeated, they change nothing and leave no event", async () => {
    const { id } = await makeApiClient(tenant);
    const before = await rowOf(id);
    expect(unwrap(await disableApiClient(admin(), { apiClientId: id }))).toEqual({ id, changed: true });
    expect(unwrap(await disableApiClient(admin(), { apiClientId: id }))).toEqual({ id, changed: false });
    expect((await rowOf(id)).disabledAt).toEqual(world.clock.now);
    expect(unwrap(await enableApiClient(admin(), { apiClientId: id }))).toEqual({ id, changed: true });
    expect(await rowOf(id)).toEqual({ ...before, updatedAt: world.clock.now });
    const events = await world.db.auditEvent.findMany({ where: { targetId: id }, orderBy: { id: "asc" } });
    expect(events.map((event) => event.action)).toEqual([
      "api_client.create",
      "api_client.disable",
      "api_client.enable",
    ]);
  });

  test("a rotation submitted twice shows one new secret, and the old digest is gone", async () => {
    const { id, secret } = await makeApiClient(tenant);
    const input = { apiClientId: id, expectedLast4: secret.slice(-4) };
    const results = await Promise.all([1, 2].map(() => rotateApiClientSecret(admin(), input)));
    expect(results.map(codeOf).sort()).toEqual(["conflict", "done"]);
    const rotated = unwrap(results.find((result) => result.ok)!);
    expect(Buffer.from((await rowOf(id)).digest)).toEqual(testKeys.digest(rotated.secret));
    expect(rotated.secret).not.toBe(secret);
    expect((await lastEvent(id)).details).toEqual({
      last4: { before: secret.slice(-4), after: rotated.secret.slice(-4) },
      tokens: null,
    });
  });

  test("a rotation leaves its tokens alone, or takes them along after a leak", async () => {
    const client = await makeApiClient(tenant);
    const token = await obtainToken(world, client);
    const rotated = unwrap(await rotateApiClientSecret(admin(), { apiClientId: client.id }));
    expect((await world.db.token.findUniqueOrThrow({ where: { id: token.id } })).deletedAt).toBeNull();
    await obtainToken(world, rotated);
    unwrap(await rotateApiClientSecret(admin(), { apiClientId: client.id, revokeTokens: true }));
    expect(await world.db.token.count({ where: { apiClientId: client.id, deletedAt: { not: null } } })).toBe(
      2,
    );
    expect((await lastEvent(client.id)).details).toMatchObject({ tokens: 2 });
  });
});

describe("deleting a client", () => {
  test("revokes all its tokens in the same transaction, with an event for each, and leaves a tombstone", async () => {
    const client = await makeApiClient(tenant);
    const tokens = [await obtainToken(world, client), await obtainToken(world, client)];
    const remove = (confirmation?: string) =>
      deleteApiClient(admin(), { apiClientId: client.id, confirmation });
    expect(unwrap(await loadApiClient(admin(), { apiClientId: client.id }))).toMatchObject({
      liveTokens: 2,
      deleteNeedsName: true,
    });
    expect(codeOf(await remove())).toBe("confirmation_mismatch");
    expect(unwrap(await remove(client.name))).toEqual({ id: client.id, tokens: 2 });
    expect(await rowOf(client.id)).toMatchObject({
      deletedAt: world.clock.now,
      deletedById: tenant.administrator.userId,
      deletedByName: tenant.administrator.name,
    });
    for (const { id } of tokens) {
      expect(await lastEvent(id)).toMatchObject({ action: "token.delete" });
      expect(await world.db.tokenSecret.findFirstOrThrow({ where: { tokenId: id } })).toMatchObject({
        destroyedAt: world.clock.now,
      });
    }
    expect(await lastEvent(client.id)).toMatchObject({
      action: "api_client.delete",
      details: { clientId: client.clientId, tokens: 2 },
    });
    expect(unwrap(await listApiClients(admin()))).toEqual([]);
  });

  test("of many at once one does it; nothing brings the client back", async () => {
    const { id, name } = await makeApiClient(tenant);
    const input = { apiClientId: id, confirmation: name };
    const results = await Promise.all(Array.from({ length: 5 }, () => deleteApiClient(admin(), input)));
    expect(results.map(codeOf).sort()).toEqual(["done", ...new Array(4).fill("not_found")]);
    for (const verb of [enableApiClient, disableApiClient, editApiClient, rotateApiClientSecret]) {
      expect(codeOf(await verb(admin(), { apiClientId: id }))).toBe("not_found");
    }
    const revive = world.run(`UPDATE "ApiClient" SET "deletedAt" = NULL WHERE "id" = $1`, [id]);
    await expect(revive).rejects.toThrow("a deleted client stays deleted");
  });
});

describe("a client's tokens", () => {
  test("are listed on the client with their status, newest first, and revoked one by one", async () => {
    const client = await makeApiClient(tenant);
    const old = await obtainToken(world, client);
    world.clock.advance(3600);
    const [revoked, live] = [await obtainToken(world, client), await obtainToken(world, client)];
    expect(unwrap(await revokeClientToken(admin(), { tokenId: revoked.id }))).toEqual({ id: revoked.id });
    expect(codeOf(await revokeClientToken(admin(), { tokenId: revoked.id }))).toBe("token_deleted");
    const { rows, total } = unwrap(await listClientTokens(admin(), { apiClientId: client.id }));
    expect(total).toBe(3);
    expect(rows.map(({ id, status }) => [id, status])).toEqual([
      [live.id, "active"],
      [revoked.id, "deleted"],
      [old.id, "expired"],
    ]);
    expect(rows[0]).toMatchObject({ prefix: "CT", last4: live.secret.slice(-4), lastUsedAt: null });
    expect(unwrap(await listApiClients(admin()))).toMatchObject([{ liveTokens: 1 }]);
  });

  test("revoking here does not reach tokens that no client obtained", async () => {
    const token = await makeToken(tenant, { type: "account" });
    expect(codeOf(await revokeClientToken(admin(), { tokenId: token.id }))).toBe("not_found");
  });
});
