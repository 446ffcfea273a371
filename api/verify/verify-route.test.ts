import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "@/api/testing/open-api";
import { makeTokenString } from "@/domain/tokens/token-string";
import { openWorld } from "@/services/testing/open-world";
import { makeToken, makeTokenInState, unwrap } from "@/services/testing/tokens";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { enableToken } from "@/services/tokens/enable";
import { rotateToken } from "@/services/tokens/rotate";

let world: Awaited<ReturnType<typeof openWorld>>;
let api: Awaited<ReturnType<typeof openApi>>;
beforeAll(async () => {
  world = await openWorld();
  api = await openApi(world);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

const administrator = () => world.acme.administrator.context;

describe("each verdict", () => {
  test("valid names token, account, user, permissions and limits", async () => {
    const token = await makeToken(world.acme);
    const answer = await api.verify({ token: token.secret, permission: "reports:read", ip: "192.0.2.1" });
    expect(answer).toEqual({
      status: 200,
      body: {
        verdict: "valid",
        token: { id: token.id, type: "impersonation", name: "Nightly sync" },
        account: { id: world.acme.accountId, name: "Acme Ltd" },
        organization: null,
        user: { id: world.acme.templateUserId, name: world.acme.templateUserName },
        permissions: ["reports:read"],
        limits: expect.objectContaining({ requestsPerMinute: 1_000_000_000, requestsPerDay: 1_000_000_000 }),
      },
    });
  });

  test.each(["missing", "malformed", "unknown"] as const)("%s tells nothing but itself", async (verdict) => {
    const unknown = makeTokenString("impersonation", world.acme.locator, randomBytes).text;
    const token = { missing: "", malformed: `${unknown.slice(0, -1)}!`, unknown }[verdict];
    expect(await api.verify({ token })).toEqual({
      status: 200,
      body: {
        verdict,
        token: null,
        account: null,
        organization: null,
        user: null,
        permissions: [],
        limits: null,
      },
    });
    if (verdict === "missing") expect(await api.verdictOf(null as never)).toBe("missing");
  });

  test.each([
    ["disabled", "disabled"],
    ["expired", "expired"],
    ["deleted", "revoked"],
  ] as const)(
    "a token that is %s is %s, and named to the gateway without permissions",
    async (state, verdict) => {
      const token = await makeTokenInState(world, world.acme, state);
      const { body } = await api.verify({ token: token.secret });
      expect(body).toMatchObject({ verdict, token: { id: token.id }, permissions: [] });
    },
  );

  test("not_yet_valid before its start", async () => {
    const token = await makeToken(world.acme);
    const start = new Date(world.clock.now.getTime() + 1);
    await world.db.token.update({ where: { id: token.id }, data: { notBefore: start } });
    expect(await api.verdictOf(token.secret)).toBe("not_yet_valid");
  });

  test("ZO-04 wrong_scheme where the gateway hands over the scheme too", async () => {
    const token = await makeToken(world.acme);
    expect(await api.verdictOf(`Bearer ${token.secret}`)).toBe("wrong_scheme");
    expect(await api.verdictOf(`Impersonation ${token.secret}`)).toBe("valid");
  });

  test("ip_not_allowed outside the allow-list, and where the gateway tells no address", async () => {
    const token = await makeToken(world.acme);
    await world.db.token.update({
      where: { id: token.id },
      data: { ipAllowList: ["192.0.2.0/24", "2001:db8::/32"] },
    });
    expect(await api.verdictOf(token.secret, { ip: "192.0.2.77" })).toBe("valid");
    expect(await api.verdictOf(token.secret, { ip: "::ffff:192.0.2.77" })).toBe("valid");
    expect(await api.verdictOf(token.secret, { ip: "2001:db8::9" })).toBe("valid");
    expect(await api.verdictOf(token.secret, { ip: "198.51.100.1" })).toBe("ip_not_allowed");
    expect(await api.verdictOf(token.secret)).toBe("ip_not_allowed");
  });

  test("plan_required as soon as the account's plan no longer includes the type", async () => {
    const token = await makeToken(world.other, { type: "account" });
    expect(await api.verdictOf(token.secret)).toBe("valid");
    const where = { id: world.other.accountId };
    await world.db.account.update({ where, data: { plan: "professional" } });
    expect(await api.verdictOf(token.secret)).toBe("plan_required");
    await world.db.account.update({ where, data: { plan: "platform" } });
    expect(await api.verdictOf(token.secret)).toBe("valid");
  });

  test("organization_required for a token that is bound to none, forbidden in a foreign one", async () => {
    const token = await makeToken(world.acme, { type: "account" });
    expect(await api.verdictOf(token.secret, { organization: null })).toBe("organization_required");
    expect(await api.verdictOf(token.secret, { organization: world.other.organizationId })).toBe("forbidden");
    const { body } = await api.verify({ token: token.secret, organization: world.acme.organizationId });
    expect(body).toMatchObject({
      verdict: "valid",
      organization: { id: world.acme.organizationId, name: world.acme.organizationName },
    });
  });

  test("an organization's token works in its own and is forbidden in another of the same account", async () => {
    const token = await makeToken(world.acme, { type: "organization" });
    const ownId = world.acme.organizationId;
    expect(await api.verdictOf(token.secret, { organization: ownId })).toBe("valid");
    expect((await api.verify({ token: token.secret })).body.organization).toMatchObject({ id: ownId });
    const staging = "0190aaaa-0000-7000-8000-00000000000a";
    await world.db.organization.create({
      data: {
        id: staging,
        accountId: world.acme.accountId,
        locator: "Staging1",
        name: "Staging",
        createdAt: world.clock.now,
      },
    });
    expect(await api.verdictOf(token.secret, { organization: staging })).toBe("forbidden");
  });
});

describe("at once", () => {
  test("ZO-04 a change of the impersonated user's permissions", async () => {
    const token = await makeToken(world.acme);
    const asked = { permission: "billing:write" };
    const where = {
      userId_accountId: { userId: world.acme.templateUserId, accountId: world.acme.accountId },
    };
    expect(await api.verdictOf(token.secret, asked)).toBe("forbidden");
    await world.db.membership.update({ where, data: { permissions: ["billing:*"] } });
    expect(await api.verdictOf(token.secret, asked)).toBe("valid");
    await world.db.membership.update({ where, data: { permissions: ["reports:read"] } });
    expect(await api.verdictOf(token.secret, asked)).toBe("forbidden");
  });

  test.each(["user", "membership", "account"] as const)(
    "the owner's %s being disabled, and enabled again",
    async (what) => {
      // The deployment's gateway belongs to another account, and goes on.
      const { member, accountId } = world.other;
      const token = await makeToken(world.other, { type: "personal", by: member });
      const set = async (disabledAt: Date | null) => {
        const data = { disabledAt };
        if (what === "user") await world.db.user.update({ where: { id: member.userId }, data });
        if (what === "account") await world.db.account.update({ where: { id: accountId }, data });
        const userId_accountId = { userId: member.userId, accountId };
        if (what === "membership") await world.db.membership.update({ where: { userId_accountId }, data });
      };
      expect(await api.verdictOf(token.secret)).toBe("valid");
      await set(world.clock.now);
      const verdict = await api.verdictOf(token.secret);
      await set(null);
      expect(verdict).toBe("owner_inactive");
      expect(await api.verdictOf(token.secret)).toBe("valid");
    },
  );

  test("ZO-07 ZO-08 disable, enable and delete through the services", async () => {
    const token = await makeToken(world.acme);
    unwrap(await disableToken(administrator(), { tokenId: token.id }));
    expect(await api.verdictOf(token.secret)).toBe("disabled");
    unwrap(await enableToken(administrator(), { tokenId: token.id }));
    expect(await api.verdictOf(token.secret)).toBe("valid");
    unwrap(await deleteToken(administrator(), { tokenId: token.id }));
    expect(await api.verdictOf(token.secret)).toBe("revoked");
  });

  test("ZO-05 rotation without grace: the old secret is revoked, the new one works", async () => {
    const token = await makeToken(world.acme);
    const rotated = unwrap(await rotateToken(administrator(), { tokenId: token.id, graceSeconds: 0 }));
    expect(await api.verdictOf(token.secret)).toBe("revoked");
    expect(await api.verdictOf(rotated.secret)).toBe("valid");
  });

  test("rotation with grace: both work, the old one until the last millisecond of it", async () => {
    const token = await makeToken(world.acme);
    const { secret } = unwrap(await rotateToken(administrator(), { tokenId: token.id, graceSeconds: 3600 }));
    const rotatedAt = world.clock.now;
    expect([await api.verdictOf(token.secret), await api.verdictOf(secret)]).toEqual(["valid", "valid"]);
    try {
      world.clock.now = new Date(rotatedAt.getTime() + 3_600_000 - 1);
      expect(await api.verdictOf(token.secret)).toBe("valid");
      world.clock.now = new Date(rotatedAt.getTime() + 3_600_000);
      expect([await api.verdictOf(token.secret), await api.verdictOf(secret)]).toEqual(["revoked", "valid"]);
    } finally {
      world.clock.now = rotatedAt;
    }
  });

  test("expiry, to the millisecond", async () => {
    const start = world.clock.now;
    const expiresAt = new Date(start.getTime() + 60_000);
    const token = await makeToken(world.acme, { expiresAt });
    try {
      world.clock.now = new Date(expiresAt.getTime() - 1);
      expect(await api.verdictOf(token.secret)).toBe("valid");
      world.clock.now = expiresAt;
      expect(await api.verdictOf(token.secret)).toBe("expired");
    } finally {
      world.clock.now = start;
    }
  });
});
