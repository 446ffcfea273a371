import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { basic, oauthOf, toAnswer } from "@/api/testing/oauth-client";
import { openApi } from "@/api/testing/open-api";
import { signJwt } from "@/api/testing/sign-jwt";
import { revocationPath } from "@/domain/oauth/paths";
import { listedTokenTypeNames } from "@/domain/tokens/types";
import { disableApiClient } from "@/services/api-clients/disable";
import { createGateway } from "@/services/gateways/create";
import { downloadGateway } from "@/services/gateways/download";
import { makeApiClient, obtainToken } from "@/services/testing/api-clients";
import { createTestContext } from "@/services/testing/context";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, makeTokenInState, noteUse, unwrap } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";
import { createOrganization, createTenant } from "@/services/testing/world";
import { deleteToken } from "@/services/tokens/delete";
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

const revoke = (token: string, headers?: Record<string, string>, more: Record<string, string> = {}) =>
  oauthOf(api).revoke({ token, ...more }, headers);
const asGateway = (secret: string) => ({ authorization: `Bearer ${secret}` });
const rowOf = (id: string) => world.db.token.findUniqueOrThrow({ where: { id } });
const lastEvent = (targetId: string) =>
  world.db.auditEvent.findFirstOrThrow({ where: { targetId }, orderBy: { id: "desc" } });
/** What every accepted revocation looks like. */
const accepted = { status: 200, text: "" };

describe("by a gateway of the deployment", () => {
  test.each(listedTokenTypeNames)("a token of type %s works no more, and a tombstone stays", async (type) => {
    const tenant = await createTenant(world.db, world.clock, "Cleo Inc");
    const token = await makeToken(tenant, { type });
    expect(await api.verdictOf(token.secret)).toBe("valid");
    expect(await revoke(token.secret)).toMatchObject(accepted);
    expect(await api.verdictOf(token.secret)).toBe("revoked");
    expect(await rowOf(token.id)).toMatchObject({
      name: token.name,
      deletedAt: world.clock.now,
      deletedByName: "Edge",
    });
    expect(await lastEvent(token.id)).toMatchObject({
      accountId: tenant.accountId,
      action: "token.revoke",
      actorKind: "gateway",
      actorName: "Edge",
      outcome: "done",
    });
  });

  test("the trail tells the same of a token that is handed in and of one that is deleted, in each account", async () => {
    const usedAt = new Date(world.clock.now.getTime() - 8 * 86_400_000);
    for (const tenant of [world.acme, world.other]) {
      const [handedIn, deleted] = [await makeToken(tenant), await makeToken(tenant)];
      for (const { id } of [handedIn, deleted]) await noteUse(world, id, usedAt);
      expect(await revoke(handedIn.secret)).toMatchObject(accepted);
      unwrap(await deleteToken(tenant.administrator.context, { tokenId: deleted.id }));
      for (const [{ id, secret }, action] of [
        [handedIn, "token.revoke"],
        [deleted, "token.delete"],
      ] as const) {
        const event = await lastEvent(id);
        expect([event.action, event.accountId]).toEqual([action, tenant.accountId]);
        expect(event.details).toEqual({
          type: (await rowOf(id)).type,
          last4: secret.slice(-4),
          lastUsedAt: usedAt.toISOString(),
        });
      }
    }
  });

  test("a gateway's token goes with its gateway, also its own", async () => {
    const made = unwrap(
      await createGateway(
        world.cli,
        { name: "Leaked", forDeployment: true },
        { accountId: world.acme.accountId },
      ),
    );
    expect(await revoke(made.secret, asGateway(made.secret))).toMatchObject(accepted);
    expect(await world.db.gateway.findUniqueOrThrow({ where: { id: made.id } })).toMatchObject({
      deletedAt: world.clock.now,
    });
    expect(await revoke("x", asGateway(made.secret))).toMatchObject({ status: 401 });
  });

  test("an old secret in its grace period ends alone", async () => {
    const { id, secret } = await makeToken(world.acme);
    const input = { tokenId: id, graceSeconds: 3600 };
    const rotated = unwrap(await rotateToken(world.acme.administrator.context, input));
    expect(await revoke(secret)).toMatchObject(accepted);
    expect(await api.verdictOf(secret)).toBe("revoked");
    expect(await api.verdictOf(rotated.secret)).toBe("valid");
    expect(await lastEvent(id)).toMatchObject({ action: "token.finish_rotation", actorKind: "gateway" });
  });

  test("a disabled token is revoked too: nobody can enable it again", async () => {
    const { id, secret } = await makeTokenInState(world, world.acme, "disabled");
    expect(await revoke(secret)).toMatchObject(accepted);
    expect((await rowOf(id)).deletedAt).toEqual(world.clock.now);
  });
});

describe("by a gateway of one account", () => {
  test("its account's tokens are revoked, another's are unknown to it: answered alike, and nothing happens", async () => {
    const [own, foreign] = [await makeToken(world.acme), await makeToken(world.other)];
    const headers = asGateway(ownGateway.secret);
    expect(await revoke(own.secret, headers)).toMatchObject(accepted);
    expect(await api.verdictOf(own.secret)).toBe("revoked");
    expect(await revoke(foreign.secret, headers)).toMatchObject(accepted);
    expect(await api.verdictOf(foreign.secret)).toBe("valid");
  });
});

test("the gateway of one organization revokes that organization's tokens, and nothing else", async () => {
  const { acme } = world;
  const elsewhere = await createOrganization(world.db, world.clock, acme.accountId, "Elsewhere");
  const holder = await makeToken(acme, { type: "organization" });
  const holderSecret = await world.db.tokenSecret.findFirstOrThrow({ where: { tokenId: holder.id } });
  const claim = {
    kind: "token",
    tokenId: holder.id,
    secretId: holderSecret.id,
    organizationId: acme.organizationId,
  } as const;
  const context = createTestContext(world.db, world.clock, claim);
  const gateway = unwrap(await downloadGateway(context, { kind: "nginx" }));
  const own = await makeToken(acme, { type: "organization" });
  const others = [
    await makeToken(acme, { type: "organization", organizationId: elsewhere }),
    await makeToken(acme, { type: "account" }),
    await makeToken(acme),
  ];
  const headers = asGateway(gateway.secret);
  for (const { secret } of [own, ...others]) expect(await revoke(secret, headers)).toMatchObject(accepted);
  expect(await revoke(ownGateway.secret, headers)).toMatchObject(accepted);
  expect(await api.verdictOf(own.secret)).toBe("revoked");
  for (const { secret } of others) expect(await api.verdictOf(secret)).toBe("valid");
  expect(await revoke("x", asGateway(ownGateway.secret))).toMatchObject(accepted);
});

describe("by an API client", () => {
  test("a token that it obtained is revoked, with Basic or in the body", async () => {
    const client = await makeApiClient(world.acme);
    const tokens = [await obtainToken(world, client), await obtainToken(world, client)] as const;
    expect(await revoke(tokens[0].secret, basic(client.clientId, client.secret))).toMatchObject(accepted);
    const inBody = { client_id: client.clientId, client_secret: client.secret };
    expect(await revoke(tokens[1].secret, {}, inBody)).toMatchObject(accepted);
    for (const { id, secret } of tokens) {
      expect(await api.verdictOf(secret)).toBe("revoked");
      expect(await lastEvent(id)).toMatchObject({
        action: "token.revoke",
        actorKind: "client",
        actorId: client.id,
      });
    }
  });

  test("what another client or a person obtained is refused, and stays", async () => {
    const [client, other] = [await makeApiClient(world.acme), await makeApiClient(world.acme)];
    const theirs = [
      await obtainToken(world, other),
      await makeToken(world.acme, { type: "account" }),
      await makeToken(world.other),
    ];
    for (const { secret } of theirs) {
      expect(await revoke(secret, basic(client.clientId, client.secret))).toMatchObject({
        status: 400,
        json: { error: "invalid_request" },
      });
      expect(await api.verdictOf(secret)).toBe("valid");
    }
  });

  test("one that is disabled, or has the wrong secret, revokes nothing: 401", async () => {
    const client = await makeApiClient(world.acme);
    const { secret } = await obtainToken(world, client);
    const wrong = await revoke(secret, basic(client.clientId, "wrong"));
    expect(wrong).toMatchObject({ status: 401, json: { error: "invalid_client" } });
    unwrap(await disableApiClient(world.acme.administrator.context, { apiClientId: client.id }));
    expect(await revoke(secret, basic(client.clientId, client.secret))).toMatchObject({ status: 401 });
    expect(await api.verdictOf(secret)).toBe("disabled");
  });
});

describe("what there is nothing to do about", () => {
  test("unknown, malformed and dead tokens are answered with 200, and leave no event", async () => {
    const dead = await makeTokenInState(world, world.acme, "deleted");
    const gone = await makeToken(world.acme);
    await revoke(gone.secret);
    const events = await world.db.auditEvent.count();
    for (const token of ["nonsense", dead.secret, gone.secret, `${gone.secret.slice(0, -6)}000000`]) {
      expect(await revoke(token)).toMatchObject(accepted);
    }
    const client = await makeApiClient(world.other);
    const headers = basic(client.clientId, client.secret);
    expect(await revoke("nonsense", headers)).toMatchObject(accepted);
    expect(await world.db.auditEvent.count({ where: { action: { not: "api_client.create" } } })).toBe(
      events - (await world.db.auditEvent.count({ where: { action: "api_client.create" } })) + 1,
    );
  });

  test("any hint is fine: every type is looked for", async () => {
    for (const token_type_hint of ["access_token", "refresh_token", "nonsense"]) {
      const { secret } = await makeToken(world.acme);
      expect(await revoke(secret, undefined, { token_type_hint })).toMatchObject(accepted);
      expect(await api.verdictOf(secret)).toBe("revoked");
    }
  });

  test("many at once: one revokes, all are told 200", async () => {
    const { id, secret } = await makeToken(world.acme);
    // A loaded machine may say 503: then the token is taken for alive, and the client asks again.
    const revokeUntilTold = async () => {
      let answer = await revoke(secret);
      while (answer.status === 503) answer = await revoke(secret);
      return answer.status;
    };
    expect(await Promise.all(Array.from({ length: 8 }, revokeUntilTold))).toEqual(new Array(8).fill(200));
    expect(await world.db.auditEvent.count({ where: { targetId: id, action: "token.revoke" } })).toBe(1);
  });

  test("a JWT cannot be revoked by itself: unsupported_token_type, and the key works on", async () => {
    const key = await makeToken(world.acme, { type: "api_key" });
    const jwt = await signJwt(key, world.clock.now);
    for (const token of [jwt, `${jwt}x`]) {
      expect(await revoke(token)).toMatchObject({
        status: 400,
        json: { error: "unsupported_token_type" },
      });
    }
    expect(await api.verdictOf(key.secret)).toBe("valid");
  });
});

describe("who may ask", () => {
  test("nobody without credentials: 401 with a challenge for each kind", async () => {
    const { secret } = await makeToken(world.acme);
    const sent = await revoke(secret, {});
    expect(sent).toMatchObject({ status: 401, json: { error: "invalid_client" } });
    expect(sent.headers.get("www-authenticate")).toBe(
      'Basic realm="Keydesk", charset="UTF-8", Bearer realm="Keydesk gateways"',
    );
    expect(await api.verdictOf(secret)).toBe("valid");
  });

  test("no other token, not even the one that is to be revoked", async () => {
    const { secret } = await makeToken(world.acme, { type: "account" });
    for (const headers of [asGateway(secret), asGateway("nonsense"), { "x-keydesk-gateway": secret }]) {
      expect(await revoke(secret, headers)).toMatchObject({ status: 401, json: { error: "invalid_token" } });
    }
    expect(await api.verdictOf(secret)).toBe("valid");
  });

  test("in one way: a gateway token and client credentials together are refused", async () => {
    const client = await makeApiClient(world.acme);
    const inBody = { client_id: client.clientId, client_secret: client.secret };
    const refused = { status: 400, json: { error: "invalid_request" } };
    expect(await revoke("x", asGateway(api.gateway), inBody)).toMatchObject(refused);
    const both = { ...basic(client.clientId, client.secret), "x-keydesk-gateway": api.gateway };
    expect(await revoke("x", both)).toMatchObject(refused);
  });

  test("a form without a token, with two, or none at all: 400", async () => {
    for (const form of ["", "token=", "token=a&token=b", "token=a&token_type_hint=x&token_type_hint=y"]) {
      expect(await oauthOf(api).revoke(form)).toMatchObject({
        status: 400,
        json: { error: "invalid_request" },
      });
    }
  });

  test("only POST", async () => {
    const sent = await toAnswer(await fetch(api.url + revocationPath, { method: "DELETE" }));
    expect(sent).toMatchObject({ status: 405, json: { error: "invalid_request" } });
  });
});

test("without its audit row it does not happen, and nobody is told 200", async () => {
  const { secret } = await makeToken(world.acme);
  const sent = await withUnwritableAudit(world, () => revoke(secret));
  expect(sent).toMatchObject({ status: 500, json: { error: "server_error" } });
  expect(await api.verdictOf(secret)).toBe("valid");
});
