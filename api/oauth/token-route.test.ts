import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { basic, type FormInit, oauthOf, toAnswer } from "@/api/testing/oauth-client";
import { openApi } from "@/api/testing/open-api";
import type { CreatedApiClient } from "@/domain/access/api-client-views";
import { tokenPath } from "@/domain/oauth/paths";
import { deleteApiClient } from "@/services/api-clients/delete";
import { disableApiClient } from "@/services/api-clients/disable";
import { enableApiClient } from "@/services/api-clients/enable";
import { rotateApiClientSecret } from "@/services/api-clients/rotate-secret";
import { makeApiClient } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { sendRaw } from "@/services/testing/raw-request";
import { unwrap } from "@/services/testing/tokens";
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
/** A fresh address each time, where nobody was refused before. */
let counter = 0;
const fresh = () => ({ "x-forwarded-for": `198.51.100.${(counter++ % 250) + 1}` });

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

describe("a client that is not the one it says", () => {
  test("unknown, wrong secret, disabled, deleted: 401 invalid_client, alike to the last byte, with a challenge", async () => {
    const [disabled, deleted] = [await makeApiClient(tenant), await makeApiClient(tenant)];
    unwrap(await disableApiClient(tenant.administrator.context, { apiClientId: disabled.id }));
    unwrap(await deleteApiClient(tenant.administrator.context, { apiClientId: deleted.id }));
    const other = await makeApiClient(await createTenant(world.db, world.clock, "Dolor KG"));
    const cases = [
      [client.clientId, other.secret],
      [client.clientId, "wrong"],
      [client.clientId, `${client.secret.slice(0, -1)}x`],
      ["client_00000000000000000000", client.secret],
      ["nobody@example.test", "x"],
      [disabled.clientId, disabled.secret],
      [deleted.clientId, deleted.secret],
    ] as const;
    const texts = new Set<string>();
    for (const [id, secret] of cases) {
      for (const sent of [
        await ask(grant, { ...basic(id, secret), ...fresh() }),
        await ask({ ...grant, client_id: id, client_secret: secret }, fresh()),
      ]) {
        expect(sent.status).toBe(401);
        expect(sent.headers.get("www-authenticate")).toBe('Basic realm="Keydesk", charset="UTF-8"');
        expect(sent.headers.get("cache-control")).toBe("no-store");
        texts.add(sent.text);
      }
    }
    expect([...texts]).toEqual([
      '{"error":"invalid_client","error_description":"The client is unknown or its credentials are wrong."}',
    ]);
  });

  test("disabling refuses the client and its tokens at once, enabling lets both work again", async () => {
    const token = String((await ask(inBody())).json!.access_token);
    unwrap(await disableApiClient(tenant.administrator.context, { apiClientId: client.id }));
    expect(await api.verdictOf(token)).toBe("disabled");
    expect(await ask(inBody())).toMatchObject({ status: 401 });
    unwrap(await enableApiClient(tenant.administrator.context, { apiClientId: client.id }));
    expect(await api.verdictOf(token)).toBe("valid");
    expect(await ask(inBody())).toMatchObject({ status: 200 });
  });

  test("deleting revokes its tokens for good", async () => {
    const token = String((await ask(inBody())).json!.access_token);
    const input = { apiClientId: client.id, confirmation: client.name };
    unwrap(await deleteApiClient(tenant.administrator.context, input));
    expect(await api.verdictOf(token)).toBe("revoked");
  });

  test("after a rotation only the new secret works", async () => {
    const rotated = unwrap(
      await rotateApiClientSecret(tenant.administrator.context, { apiClientId: client.id }),
    );
    expect(await ask(inBody())).toMatchObject({ status: 401 });
    expect(await ask(grant, basic(client.clientId, rotated.secret))).toMatchObject({ status: 200 });
  });

  test("a client secret is no token, and a token is no client secret", async () => {
    expect(await api.verdictOf(client.secret)).toBe("malformed");
    const token = String((await ask(inBody())).json!.access_token);
    expect(await ask(grant, basic(client.clientId, token))).toMatchObject({ status: 401 });
  });
});

describe("what cannot be read is 400 invalid_request in OAuth's own format", () => {
  const refused = { status: 400, json: { error: "invalid_request" } };

  test("each parameter stands there once", async () => {
    for (const name of ["grant_type", "client_id", "client_secret", "scope"]) {
      const twice = [...Object.entries({ scope: "*", ...inBody() })];
      expect(await ask([...twice, twice.find(([key]) => key === name)!])).toMatchObject(refused);
    }
  });

  test("one way to authenticate", async () => {
    expect(await ask(inBody(), inHeader())).toMatchObject(refused);
    expect(await ask({ ...grant, client_assertion: "x" }, inHeader())).toMatchObject(refused);
    expect(await ask({ ...inBody(), client_assertion: "x" })).toMatchObject(refused);
    const line = `Authorization: ${inHeader().authorization}`;
    const answer = await sendForm([line, line]);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toContain('"error":"invalid_request"');
  });

  test("the same client id may stand in both places, another may not", async () => {
    expect(await ask({ ...grant, client_id: client.clientId }, inHeader())).toMatchObject({ status: 200 });
    expect(await ask({ ...grant, client_id: "client_x" }, inHeader())).toMatchObject(refused);
  });

  test("credentials in the address are refused, right or wrong", async () => {
    const url = new URL(api.url + tokenPath);
    url.search = new URLSearchParams({ client_id: client.clientId, client_secret: client.secret }).toString();
    for (const name of ["client_id", "client_secret", "client_assertion", "access_token"]) {
      const address = `${api.url}${tokenPath}?${name}=${url.searchParams.get(name) ?? "x"}`;
      const response = await fetch(address, { method: "POST", body: new URLSearchParams(inBody()) });
      expect(await toAnswer(response)).toMatchObject(refused);
    }
  });

  test("what stands in the address counts for nothing", async () => {
    const { grant_type: _, ...rest } = inBody();
    const response = await fetch(`${api.url}${tokenPath}?grant_type=client_credentials&x=1`, {
      method: "POST",
      body: new URLSearchParams(rest),
    });
    expect(await toAnswer(response)).toMatchObject(refused);
  });

  test.each([
    ["no base64", "Basic !!!"],
    ["nothing", "Basic "],
    ["nothing at all", "Basic"],
    ["no colon", `Basic ${btoa("client")}`],
    ["no secret", `Basic ${btoa("client:")}`],
    ["no id", `Basic ${btoa(":secret")}`],
    ["a broken percent sign", `Basic ${btoa("client:%zz")}`],
    ["no UTF-8", `Basic ${btoa("client:%ff")}`],
    ["two values", `Basic ${btoa("a:b")}, Basic ${btoa("a:b")}`],
  ])("a Basic header that holds %s", async (_, authorization) => {
    expect(await ask(grant, { authorization })).toMatchObject(refused);
  });

  test("a body that is no form, or no UTF-8", async () => {
    for (const form of ["grant_type=%zz", "grant_type=%ff", "client_id=%C3%28"]) {
      expect(await ask(form, inHeader())).toMatchObject(refused);
    }
  });

  test("another content type, and none", async () => {
    for (const type of ["application/json", "multipart/form-data; boundary=x", "text/plain"]) {
      const sent = await ask(JSON.stringify(inBody()), { "content-type": type });
      expect(sent).toMatchObject(refused);
      expect(sent.headers.get("content-type")).toBe("application/json; charset=utf-8");
    }
    const charset = "application/x-www-form-urlencoded;charset=UTF-8";
    expect(await ask(inBody(), { "content-type": charset })).toMatchObject({ status: 200 });
  });

  test("a body of more than 16 KB", async () => {
    const sent = await ask({ ...inBody(), x: "x".repeat(20_000) });
    expect(sent).toMatchObject({ status: 413, json: { error: "invalid_request" } });
  });

  test("the grant type is asked for once somebody is proven", async () => {
    expect(await ask({}, inHeader())).toMatchObject(refused);
    expect(await ask({ grant_type: "" }, inHeader())).toMatchObject(refused);
    for (const grant_type of ["password", "authorization_code", "refresh_token", "implicit", "x"]) {
      expect(await ask({ grant_type }, inHeader())).toMatchObject({
        status: 400,
        json: { error: "unsupported_grant_type" },
      });
    }
    expect(await ask({ grant_type: "password" }, basic(client.clientId, "wrong"))).toMatchObject({
      status: 401,
    });
  });
});

test("no credentials, half of them, or of another kind: 401 invalid_client with a challenge", async () => {
  const half = await ask({ ...grant, client_id: client.clientId });
  const bearer = await ask(grant, { authorization: `Bearer ${client.secret}` });
  for (const sent of [await ask(grant), half, bearer]) {
    expect(sent).toMatchObject({ status: 401, json: { error: "invalid_client" } });
    expect(sent.headers.get("www-authenticate")).toMatch(/^Basic realm=/);
  }
  expect(await ask({ ...grant, client_secret: client.secret })).toMatchObject({
    status: 400,
    json: { error: "invalid_request" },
  });
});

test("other methods: 405 with Allow, in OAuth's own format", async () => {
  for (const method of ["GET", "PUT", "DELETE", "PATCH"]) {
    const sent = await toAnswer(await fetch(api.url + tokenPath, { method }));
    expect(sent).toMatchObject({ status: 405, json: { error: "invalid_request" } });
    expect(sent.headers.get("allow")).toBe("POST");
    expect(sent.headers.get("cache-control")).toBe("no-store");
  }
});

/** A request with headers that fetch would merge. */
function sendForm(lines: readonly string[]): Promise<string> {
  const body = new URLSearchParams(grant).toString();
  return sendRaw(
    api.url,
    [
      `POST ${tokenPath} HTTP/1.1`,
      "Host: x",
      "Connection: close",
      "Content-Type: application/x-www-form-urlencoded",
      `Content-Length: ${body.length}`,
      ...lines,
      "",
      body,
    ].join("\r\n"),
  );
}
