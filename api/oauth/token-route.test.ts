import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { basic, type FormInit, oauthOf, toAnswer } from "@/api/testing/oauth-client";
import { openApi } from "@/api/testing/open-api";
import type { CreatedApiClient } from "@/domain/access/api-client-views";
import { makeApiClient } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { createTenant, type Tenant } from "@/services/testing/world";

let world: OpenWorld;
let api: Awaited<ReturnType<typeof openApi>>;
let tenant: Tenant;
let client: CreatedApiClient;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
});
afterAll(async () => {
  await api.close();
  await world.close();
});
beforeEach(async () => {
  tenant = await createTenant(world.db, world.clock, "Cleo Inc");
  client = await makeApiClient(tenant);
});

const grant = { grant_type: "client_credentials" };
const inBody = () => ({ ...grant, client_id: client.clientId, client_secret: client.secret });
const inHeader = () => basic(client.clientId, client.secret);
const ask = (form: FormInit, headers?: Record<string, string>) => oauthOf(api).token(form, headers);

describe("a token for client id and secret", () => {
  test("RZ-05 client credentials at /api/v1.0/account/api/token give an account token that works as bearer for an hour", async () => {
    const { status, headers, json } = await ask(inBody());
    expect(status).toBe(200);
    expect(json).toEqual({
      access_token: expect.stringMatching(/^CT_[0-9A-Za-z]{8}_[0-9A-Za-z]{36}$/),
      token_type: "Bearer",
      expires_in: 3600,
      scope: "*",
    });
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("pragma")).toBe("no-cache");
    const token = String(json!.access_token);
    const bearer = { headers: { authorization: `Bearer ${token}` } };
    const whoami = await toAnswer(await fetch(`${api.url}/api/v1.0/whoami`, bearer));
    expect(whoami).toMatchObject({
      status: 200,
      json: { verdict: "valid", token: { type: "account" }, account: { id: tenant.accountId } },
    });
    expect(await api.verdictOf(token)).toBe("valid");
    world.clock.advance(3599);
    expect(await api.verdictOf(token)).toBe("valid");
    world.clock.advance(1);
    expect(await api.verdictOf(token)).toBe("expired");
  });

  test("RZ-05 HTTP Basic works as well, whatever the case of its name, and there is no refresh token", async () => {
    const { authorization } = inHeader();
    for (const value of [authorization, authorization.replace("Basic", "basic")]) {
      const { status, json } = await ask(grant, { authorization: value });
      expect(status).toBe(200);
      expect(json).not.toHaveProperty("refresh_token");
    }
  });

  test("parameters that nobody knows are ignored, also twice; empty ones count as left out", async () => {
    const more = [
      ["resource", "https://a"],
      ["resource", "https://b"],
      ["foo", ""],
      ["scope", ""],
    ] as const;
    expect(await ask([...Object.entries(inBody()), ...more])).toMatchObject({ status: 200 });
  });

  test("the scope is the account's; nothing wider or narrower is given in its place", async () => {
    expect(await ask({ ...inBody(), scope: "*" })).toMatchObject({ status: 200, json: { scope: "*" } });
    for (const scope of ["reports:read", "* reports:read", "a".repeat(2000)]) {
      expect(await ask({ ...inBody(), scope })).toMatchObject({
        status: 400,
        json: { error: "invalid_scope" },
      });
    }
  });

  test("it is in the audit trail with the client as its actor, and in the client's last use", async () => {
    const { json } = await ask(inBody());
    const row = await world.db.token.findFirstOrThrow({ where: { apiClientId: client.id } });
    const event = await world.db.auditEvent.findFirstOrThrow({ where: { targetId: row.id } });
    expect(event).toMatchObject({
      accountId: tenant.accountId,
      action: "token.issue",
      actorKind: "client",
      actorId: client.id,
      actorName: client.name,
      outcome: "done",
    });
    expect(JSON.stringify(event)).not.toContain(String(json!.access_token).slice(-36));
    expect(await world.db.apiClient.findUniqueOrThrow({ where: { id: client.id } })).toMatchObject({
      lastUsedAt: world.clock.now,
    });
  });

  test("RZ-07 the answer says where the account's limits stand; obtaining a token spends nothing of them", async () => {
    const { json } = await ask(inBody());
    const headers = { authorization: `Bearer ${json?.access_token}` };
    for (let i = 0; i < 3; i++) await fetch(`${api.url}/api/v1.0/whoami`, { headers });
    for (let i = 0; i < 2; i++) {
      const told = (await ask(inBody())).headers;
      expect(told.get("x-api-usage-today")).toBe("3");
      expect(told.get("x-api-usage-total")).toBe("3");
      expect(Number(told.get("x-api-usage-limit")) - Number(told.get("x-api-usage-remaining"))).toBe(3);
    }
  });

  test("RZ-06 after the plan was lowered the client gets none, and its tokens are refused", async () => {
    const { json } = await ask(inBody());
    await world.db.account.update({ where: { id: tenant.accountId }, data: { plan: "professional" } });
    expect(await ask(inBody())).toMatchObject({ status: 400, json: { error: "unauthorized_client" } });
    expect(await api.verdictOf(String(json!.access_token))).toBe("plan_required");
    await world.db.account.update({ where: { id: tenant.accountId }, data: { plan: "platform" } });
    expect(await ask(inBody())).toMatchObject({ status: 200 });
  });

  test("a client has at most 1,000 live tokens, and is told to slow down", async () => {
    await world.run(
      `INSERT INTO "Token" ("id","accountId","type","name","apiClientId","createdByName","createdAt","updatedAt","expiresAt","ipAllowList","prefix","last4")
       SELECT gen_random_uuid(), $1, 'account', 'x', $2, 'x', $3, $3, $4, '{}', 'CT', 'abcd' FROM generate_series(1, 999)`,
      [tenant.accountId, client.id, world.clock.now, new Date(world.clock.now.getTime() + 3_600_000)],
    );
    expect(await ask(inBody())).toMatchObject({ status: 200 });
    const refused = await ask(inBody());
    expect(refused).toMatchObject({ status: 429, json: { error: "slow_down" } });
    expect(refused.headers.get("retry-after")).toBe("60");
    world.clock.advance(3600);
    expect(await ask(inBody())).toMatchObject({ status: 200 });
    world.clock.advance(-3600);
  });
});
