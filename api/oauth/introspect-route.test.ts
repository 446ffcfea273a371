import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { oauthOf } from "@/api/testing/oauth-client";
import { openApi } from "@/api/testing/open-api";
import { signJwt } from "@/api/testing/sign-jwt";
import { makeTokenString } from "@/domain/tokens/token-string";
import { createGateway } from "@/services/gateways/create";
import { makeApiClient, obtainToken } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, makeTokenInState, unwrap } from "@/services/testing/tokens";
import { createTenant } from "@/services/testing/world";
import { rotateToken } from "@/services/tokens/rotate";

let world: OpenWorld;
let api: Awaited<ReturnType<typeof openApi>>;
/** Of acme alone. */
let ownGateway: { id: string; secret: string };
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
  ownGateway = unwrap(await createGateway(world.acme.operator.context, { name: "Acme edge" }));
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const introspect = (token: string, more: Record<string, string> = {}, as = api.gateway) =>
  oauthOf(api).introspect({ token, ...more }, { authorization: `Bearer ${as}` });
const inactive = '{"active":false}';
const seconds = (at: Date) => Math.floor(at.getTime() / 1000);
const inSeconds = (n: number) => new Date(world.clock.now.getTime() + n * 1000);

describe("a good token", () => {
  test("tells scope, type, times, subject and issuer, and what it is under `keydesk`", async () => {
    const expiresAt = inSeconds(86_400);
    const { id, secret, name } = await makeToken(world.acme, { expiresAt });
    const { status, headers, json } = await introspect(secret);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(headers.get("cache-control")).toBe("no-store");
    expect(json).toEqual({
      active: true,
      scope: "reports:read",
      username: world.acme.templateUserName,
      token_type: "Impersonation",
      exp: seconds(expiresAt),
      iat: seconds(world.clock.now),
      sub: world.acme.templateUserId,
      iss: "http://localhost:3000",
      jti: id,
      keydesk: {
        type: "impersonation",
        name,
        account: { id: world.acme.accountId, name: "Acme Ltd" },
        organization: null,
        user: { id: world.acme.templateUserId, name: world.acme.templateUserName },
      },
    });
  });

  test("of every type is active for a gateway, with whom it acts for as its subject", async () => {
    const { acme } = world;
    const types = [
      ["personal", acme.administrator.userId],
      ["api_key", acme.organizationId],
      ["export", acme.organizationId],
      ["download", acme.organizationId],
      ["organization", acme.organizationId],
      ["account", acme.accountId],
    ] as const;
    for (const [type, sub] of types) {
      const { secret } = await makeToken(acme, { type });
      const { json } = await introspect(secret);
      expect(json).toMatchObject({ active: true, token_type: "Bearer", sub, keydesk: { type } });
      expect(json).not.toHaveProperty("exp");
      expect(json).not.toHaveProperty("client_id");
    }
  });

  test("that an API client obtained names the client, as client_id and as subject", async () => {
    const client = await makeApiClient(world.acme);
    const { secret } = await obtainToken(world, client);
    expect((await introspect(secret)).json).toMatchObject({
      active: true,
      client_id: client.clientId,
      sub: client.clientId,
      scope: "*",
      exp: seconds(inSeconds(3600)),
      keydesk: { type: "account" },
    });
  });

  test("an old secret in its grace period ends with the grace", async () => {
    const { id, secret } = await makeToken(world.acme);
    unwrap(await rotateToken(world.acme.administrator.context, { tokenId: id, graceSeconds: 3600 }));
    expect((await introspect(secret)).json).toMatchObject({ active: true, exp: seconds(inSeconds(3600)) });
  });

  test("a JWT that an API key signed is active with its own times, issuer and audience", async () => {
    const { id, secret } = await makeToken(world.acme, { type: "api_key", name: "Signer" });
    const claims = {
      iss: "https://jobs.example.test",
      aud: "reports",
      iat: seconds(world.clock.now),
      exp: seconds(inSeconds(300)),
    };
    const jwt = await signJwt({ id, secret }, world.clock.now, claims);
    expect((await introspect(jwt)).json).toMatchObject({
      active: true,
      exp: claims.exp,
      nbf: claims.iat,
      iss: claims.iss,
      aud: ["reports"],
      jti: id,
      keydesk: { type: "api_key", name: "Signer" },
    });
    world.clock.advance(3600);
    expect((await introspect(jwt)).text).toBe(inactive);
    world.clock.advance(-3600);
  });

  test("the scheme in front of it is checked as everywhere", async () => {
    const { secret } = await makeToken(world.acme);
    expect((await introspect(`Impersonation ${secret}`)).json).toMatchObject({ active: true });
    expect((await introspect(`Bearer ${secret}`)).text).toBe(inactive);
  });

  test("its permissions are those of this moment", async () => {
    const { secret } = await makeToken(world.acme);
    const where = {
      userId_accountId: { userId: world.acme.templateUserId, accountId: world.acme.accountId },
    };
    await world.db.membership.update({ where, data: { permissions: ["a:b", "c"] } });
    expect((await introspect(secret)).json).toMatchObject({ scope: "a:b c" });
    await world.db.membership.update({ where, data: { permissions: ["reports:read"] } });
  });

  test("it counts as a call: last used moves", async () => {
    const { id, secret } = await makeToken(world.acme);
    await introspect(secret, { ip: "203.0.113.7", agent: "curl/8" });
    await api.usage.flush();
    expect(await world.db.tokenActivity.findUniqueOrThrow({ where: { tokenId: id } })).toMatchObject({
      lastUsedAt: world.clock.now,
      lastIp: "203.0.113.7",
      lastAgent: "curl/8",
      total: 1n,
    });
  });

  test("any hint is fine: every type is looked for", async () => {
    const { secret } = await makeToken(world.acme);
    for (const token_type_hint of ["access_token", "refresh_token", "nonsense"]) {
      expect((await introspect(secret, { token_type_hint })).json).toMatchObject({ active: true });
    }
  });
});

describe('a token that is not good is {"active":false} to the last byte, whatever the reason', () => {
  test("unknown, malformed, revoked, disabled, expired, foreign, another gateway's", async () => {
    const { acme } = world;
    const foreign = await makeToken(world.other);
    const cases: Record<string, string> = {
      malformed: "nonsense",
      "wrong checksum": `${(await makeToken(acme)).secret.slice(0, -1)}!`,
      unknown: makeTokenString("personal", acme.locator, randomBytes).text,
      revoked: (await makeTokenInState(world, acme, "deleted")).secret,
      disabled: (await makeTokenInState(world, acme, "disabled")).secret,
      expired: (await makeTokenInState(world, acme, "expired")).secret,
      foreign: foreign.secret,
      "a gateway's own": api.gateway,
      "a client secret": (await makeApiClient(acme)).secret,
      "a JWT of nobody": "eyJhbGciOiJIUzI1NiJ9.e30.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    };
    for (const [what, token] of Object.entries(cases)) {
      const { status, text, headers } = await introspect(token, {}, ownGateway.secret);
      expect([what, status, text]).toEqual([what, 200, inactive]);
      const shown = [...headers.keys()].filter((name) => !["date", "x-request-id"].includes(name));
      expect([what, shown.map((name) => `${name}: ${headers.get(name)}`)]).toEqual([
        what,
        [
          "cache-control: no-store",
          "connection: keep-alive",
          "content-length: 16",
          "content-type: application/json; charset=utf-8",
          "keep-alive: timeout=72",
          "pragma: no-cache",
          "x-content-type-options: nosniff",
        ],
      ]);
    }
    expect((await introspect(foreign.secret)).json).toMatchObject({ active: true });
  });

  test("after the same work: unknown, revoked, disabled, expired and foreign ask the database alike (RFC 7662 §4)", async () => {
    const { acme } = world;
    const tokens = [
      makeTokenString("personal", acme.locator, randomBytes).text,
      (await makeTokenInState(world, acme, "deleted")).secret,
      (await makeTokenInState(world, acme, "disabled")).secret,
      (await makeTokenInState(world, acme, "expired")).secret,
      (await makeToken(world.other)).secret,
    ];
    for (const token of tokens) {
      const before = api.lookup.counts().keys;
      await introspect(token, {}, ownGateway.secret);
      expect(api.lookup.counts().keys - before).toBe(2);
    }
  });

  test("from an address that is not on its list, or from nowhere", async () => {
    const { id, secret } = await makeToken(world.acme);
    await world.db.token.update({ where: { id }, data: { ipAllowList: ["10.0.0.0/8"] } });
    expect((await introspect(secret)).text).toBe(inactive);
    expect((await introspect(secret, { ip: "192.0.2.1" })).text).toBe(inactive);
    expect((await introspect(secret, { ip: "10.1.2.3" })).json).toMatchObject({ active: true });
  });

  test("without the permission or in another organization than the gateway asks for", async () => {
    const { secret } = await makeToken(world.acme);
    expect((await introspect(secret, { permission: "reports:read" })).json).toMatchObject({ active: true });
    expect((await introspect(secret, { permission: "reports:write" })).text).toBe(inactive);
    const { organizationId: organization } = world.acme;
    expect((await introspect(secret, { organization })).json).toMatchObject({
      keydesk: { organization: { id: organization } },
    });
    expect((await introspect(secret, { organization: world.other.organizationId })).text).toBe(inactive);
  });

  test("over the limits of its account", async () => {
    const tenant = await createTenant(world.db, world.clock, "Cleo Inc");
    const { secret } = await makeToken(tenant);
    await world.db.account.update({ where: { id: tenant.accountId }, data: { requestsPerMinute: 1 } });
    const texts = [(await introspect(secret)).text, (await introspect(secret)).text];
    expect(texts.map((text) => text === inactive)).toEqual([false, true]);
  });
});
