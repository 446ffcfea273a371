import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { reauthenticationSecondsMax } from "@/domain/access/actions";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, makeTokenInState, noteUse, unwrap } from "@/services/testing/tokens";
import { createTenant, type Tenant } from "@/services/testing/world";
import { actOnTokens } from "@/services/tokens/bulk";
import { createToken } from "@/services/tokens/create";
import { loadCreationOptions } from "@/services/tokens/creation-options";
import { deleteToken } from "@/services/tokens/delete";
import { loadTokenDetails } from "@/services/tokens/details";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";
import { enableToken } from "@/services/tokens/enable";
import { extendRotation } from "@/services/tokens/extend-rotation";
import { finishRotation } from "@/services/tokens/finish-rotation";
import { findFirstCall } from "@/services/tokens/first-call";
import { revokeAllTokens } from "@/services/tokens/revoke-all";
import { rotateToken } from "@/services/tokens/rotate";

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
const inSeconds = (seconds: number) => new Date(world.clock.now.getTime() + seconds * 1000);
const secretsOf = (tokenId: string) =>
  world.db.tokenSecret.findMany({ where: { tokenId }, orderBy: { id: "asc" } });
const rowOf = (id: string) =>
  world.db.token.findUniqueOrThrow({ where: { id }, include: { activity: true } });
const lastEvent = (targetId: string) =>
  world.db.auditEvent.findFirstOrThrow({ where: { targetId }, orderBy: { id: "desc" } });

describe("rotate", () => {
  test("at once: a new string, the old secret destroyed, everything else as it was", async () => {
    const token = await makeToken(tenant, { notes: "n", expiresAt: inSeconds(9000) });
    await noteUse(world, token.id, inSeconds(-60));
    const before = await rowOf(token.id);
    const rotated = unwrap(await rotateToken(admin(), { tokenId: token.id, expectedLast4: before.last4 }));
    expect(rotated).toMatchObject({
      id: token.id,
      name: token.name,
      type: "impersonation",
      scheme: "Impersonation",
      actsAs: tenant.templateUserName,
      expiresAt: token.expiresAt,
      graceUntil: null,
    });
    expect(rotated.secret).not.toBe(token.secret);
    const [old, current] = await secretsOf(token.id);
    expect(old).toMatchObject({ destroyedAt: world.clock.now, retiresAt: null });
    expect(current).toMatchObject({ destroyedAt: null, retiresAt: null, last4: rotated.secret.slice(-4) });
    expect(await rowOf(token.id)).toEqual({
      ...before,
      last4: rotated.secret.slice(-4),
      updatedAt: world.clock.now,
    });
    const event = await lastEvent(token.id);
    expect(event).toMatchObject({
      action: "token.rotate",
      details: { graceUntil: null, last4: { before: before.last4, after: rotated.secret.slice(-4) } },
    });
    expect(JSON.stringify(event)).not.toContain(rotated.secret.slice(-20));
  });

  test.each([
    ["an hour", 3600, null, 3600],
    ["a day, but the token expires sooner", 86_400, 7200, 7200],
    ["a week", 604_800, 1_000_000, 604_800],
  ])("with a grace of %s", async (_, graceSeconds, expiresIn, expected) => {
    const expiresAt = expiresIn === null ? null : inSeconds(expiresIn);
    const token = await makeToken(tenant, { expiresAt });
    const rotated = unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds }));
    expect(rotated.graceUntil).toEqual(inSeconds(expected));
    const [old] = await secretsOf(token.id);
    expect(old).toMatchObject({ destroyedAt: null, retiresAt: inSeconds(expected) });
  });

  test("an earlier retiring secret is destroyed, whether its grace has passed or not", async () => {
    for (const passes of [false, true]) {
      const token = await makeToken(tenant);
      unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds: 3600 }));
      const [first] = await secretsOf(token.id);
      if (passes) {
        const past = inSeconds(-5);
        await world.db.tokenSecret.update({
          where: { id: first!.id },
          data: { createdAt: inSeconds(-99), retiresAt: past },
        });
      }
      unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds: 3600 }));
      const secrets = await secretsOf(token.id);
      expect(secrets.map((s) => s.destroyedAt !== null)).toEqual([true, false, false]);
    }
  });

  test("an expired token with grace: the old secret ends at once", async () => {
    const token = await makeTokenInState(world, tenant, "expired");
    expect(
      unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds: 3600 })).graceUntil,
    ).toBeNull();
  });

  test("a disabled token is rotated and stays disabled", async () => {
    const token = await makeTokenInState(world, tenant, "disabled");
    unwrap(await rotateToken(admin(), { tokenId: token.id }));
    expect((await rowOf(token.id)).disabledAt).not.toBeNull();
  });

  test("a secret that is no longer the current one is a conflict, by last 4 and by id", async () => {
    const token = await makeToken(tenant);
    const [first] = await secretsOf(token.id);
    unwrap(await rotateToken(admin(), { tokenId: token.id, expectedSecretId: first!.id }));
    expect(codeOf(await rotateToken(admin(), { tokenId: token.id, expectedSecretId: first!.id }))).toBe(
      "conflict",
    );
    expect(codeOf(await rotateToken(admin(), { tokenId: token.id, expectedLast4: first!.last4 }))).toBe(
      "conflict",
    );
    expect(await secretsOf(token.id)).toHaveLength(2);
  });

  test("organization tokens keep their organization's locator", async () => {
    const token = await makeToken(tenant, { type: "organization" });
    const rotated = unwrap(await rotateToken(admin(), { tokenId: token.id }));
    expect(rotated.secret.slice(0, 12)).toBe(token.secret.slice(0, 12));
    expect(rotated.actsAs).toBe(tenant.organizationName);
  });

  test.each([
    { graceSeconds: 60 },
    { graceSeconds: -1 },
    { graceSeconds: "3600" },
    { tokenId: "1" },
    { expectedLast4: "abc" },
  ])("%j is invalid", async (wrong) => {
    const token = await makeToken(tenant);
    expect(codeOf(await rotateToken(admin(), { tokenId: token.id, ...wrong }))).toBe("invalid_input");
    expect(await secretsOf(token.id)).toHaveLength(1);
  });
});

describe("the grace period", () => {
  test("is ended now, or made longer, never shorter and never past the expiry", async () => {
    const token = await makeToken(tenant, { expiresAt: inSeconds(100_000) });
    unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds: 3600 }));
    const extend = (graceSeconds: number) => extendRotation(admin(), { tokenId: token.id, graceSeconds });
    expect(codeOf(await extend(3600))).toBe("invalid_input");
    expect(unwrap(await extend(86_400)).graceUntil).toEqual(inSeconds(86_400));
    expect(codeOf(await extend(3600))).toBe("invalid_input");
    expect(unwrap(await extend(604_800)).graceUntil).toEqual(inSeconds(100_000));
    expect((await lastEvent(token.id)).action).toBe("token.extend_rotation");
    unwrap(await finishRotation(admin(), { tokenId: token.id }));
    expect((await secretsOf(token.id))[0]!.destroyedAt).toEqual(world.clock.now);
    expect(codeOf(await finishRotation(admin(), { tokenId: token.id }))).toBe("not_rotating");
    expect(codeOf(await extend(604_800))).toBe("not_rotating");
  });

  test("that has passed is over", async () => {
    const token = await makeToken(tenant);
    unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds: 3600 }));
    const [old] = await secretsOf(token.id);
    await world.db.tokenSecret.update({
      where: { id: old!.id },
      data: { createdAt: inSeconds(-99), retiresAt: world.clock.now },
    });
    expect(codeOf(await finishRotation(admin(), { tokenId: token.id }))).toBe("not_rotating");
    expect(codeOf(await extendRotation(admin(), { tokenId: token.id, graceSeconds: 3600 }))).toBe(
      "not_rotating",
    );
  });
});

describe("enable and disable", () => {
  test("change nothing but the toggle; repeated, they change nothing and write no event", async () => {
    const token = await makeToken(tenant);
    await noteUse(world, token.id, inSeconds(-60));
    const [before, secrets] = [await rowOf(token.id), await secretsOf(token.id)];
    expect(unwrap(await enableToken(admin(), { tokenId: token.id })).changed).toBe(false);
    expect(unwrap(await disableToken(admin(), { tokenId: token.id })).changed).toBe(true);
    expect(await rowOf(token.id)).toEqual({
      ...before,
      disabledAt: world.clock.now,
      updatedAt: world.clock.now,
    });
    expect(unwrap(await disableToken(admin(), { tokenId: token.id })).changed).toBe(false);
    expect(unwrap(await enableToken(admin(), { tokenId: token.id })).changed).toBe(true);
    expect(await rowOf(token.id)).toEqual({ ...before, updatedAt: world.clock.now });
    expect(await secretsOf(token.id)).toEqual(secrets);
    const events = await world.db.auditEvent.findMany({
      where: { targetId: token.id },
      orderBy: { id: "asc" },
    });
    expect(events.map((event) => event.action)).toEqual(["token.create", "token.disable", "token.enable"]);
  });
});

describe("edit", () => {
  test("changes only the given fields, with before and after in the event", async () => {
    const token = await makeToken(tenant, { name: "Old", notes: "n" });
    await noteUse(world, token.id, inSeconds(-60));
    const before = await rowOf(token.id);
    unwrap(await editToken(admin(), { tokenId: token.id, name: " New ", ipAllowList: ["10.0.0.0/8"] }));
    expect(await rowOf(token.id)).toEqual({
      ...before,
      name: "New",
      ipAllowList: ["10.0.0.0/8"],
      updatedAt: world.clock.now,
    });
    expect(await lastEvent(token.id)).toMatchObject({
      action: "token.edit",
      targetName: "Old",
      details: {
        changed: ["the name", "the allowed addresses"],
        before: { name: "Old", ipAllowList: [] },
        after: { name: "New", ipAllowList: ["10.0.0.0/8"] },
      },
    });
  });

  test("that changes nothing writes no event", async () => {
    const token = await makeToken(tenant, { name: "Same" });
    const before = await world.db.auditEvent.count();
    unwrap(await editToken(admin(), { tokenId: token.id, name: "Same", notes: "" }));
    unwrap(await editToken(admin(), { tokenId: token.id }));
    expect(await world.db.auditEvent.count()).toBe(before);
  });

  test("the expiry lies in the future, may be taken away, and a past one may stay when other fields change", async () => {
    const token = await makeToken(tenant);
    const edit = (expiresAt: unknown) => editToken(admin(), { tokenId: token.id, expiresAt });
    expect(codeOf(await edit(world.clock.now))).toBe("invalid_input");
    expect(codeOf(await edit(inSeconds(-1)))).toBe("invalid_input");
    unwrap(await edit(inSeconds(1).toISOString()));
    expect((await rowOf(token.id)).expiresAt).toEqual(inSeconds(1));
    unwrap(await edit(null));
    expect((await rowOf(token.id)).expiresAt).toBeNull();
    const expired = await makeTokenInState(world, tenant, "expired");
    const { expiresAt } = await rowOf(expired.id);
    unwrap(await editToken(admin(), { tokenId: expired.id, name: "Still expired", expiresAt }));
  });

  test.each([
    ["an empty name", { name: "" }],
    ["a name of 201 characters", { name: "n".repeat(201) }],
    ["a name of 10 000 characters", { name: "n".repeat(10_000) }],
    ["a name with control characters", { name: "a\0b" }],
    ["notes of 2001 characters", { notes: "n".repeat(2001) }],
    ["an expiry that is no date", { expiresAt: "tomorrow" }],
    ["an expiry that is a number", { expiresAt: 5 }],
    ["an expiry in the year 275760", { expiresAt: new Date(8.64e15) }],
    ["an address that is none", { ipAllowList: ["10.0.0.0/33"] }],
    ["51 addresses", { ipAllowList: Array(51).fill("10.0.0.1") }],
  ])("refuses %s by its field, and changes nothing", async (_, wrong) => {
    const token = await makeToken(tenant);
    const before = await world.dump();
    const result = await editToken(admin(), { tokenId: token.id, ...wrong });
    expect(result).toMatchObject({ ok: false, refusal: { code: "invalid_input" } });
    if (!result.ok)
      expect(Object.keys(result.refusal.fields!)[0]).toMatch(new RegExp(`^${Object.keys(wrong)[0]}`));
    expect(await world.dump()).toBe(before);
  });

  test.each(["😀 emoji", "مزامنة ليلية", "=1+1", "<script>alert(1)</script>", "n".repeat(200)])(
    "keeps the name %j as it is",
    async (name) => {
      const token = await makeToken(tenant);
      unwrap(await editToken(admin(), { tokenId: token.id, name }));
      expect((await rowOf(token.id)).name).toBe(name);
    },
  );
});

describe("delete", () => {
  test("leaves a tombstone with who and when, and destroys every secret", async () => {
    const token = await makeToken(tenant);
    unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds: 3600 }));
    unwrap(await deleteToken(admin(), { tokenId: token.id }));
    expect(await rowOf(token.id)).toMatchObject({
      name: token.name,
      deletedAt: world.clock.now,
      deletedById: tenant.administrator.userId,
      deletedByName: tenant.administrator.name,
    });
    for (const secret of await secretsOf(token.id)) expect(secret.destroyedAt).not.toBeNull();
    expect(await lastEvent(token.id)).toMatchObject({ action: "token.delete", targetName: token.name });
  });

  test("of a token used in the last 7 days needs its name typed", async () => {
    const token = await makeToken(tenant, { name: "Nightly sync" });
    await noteUse(world, token.id, inSeconds(-7 * 86_400));
    const remove = (confirmation?: string) => deleteToken(admin(), { tokenId: token.id, confirmation });
    expect(codeOf(await remove())).toBe("confirmation_mismatch");
    expect(codeOf(await remove("nightly sync"))).toBe("confirmation_mismatch");
    expect((await rowOf(token.id)).deletedAt).toBeNull();
    unwrap(await remove(" Nightly sync "));
  });

  test("of an API key only when it is disabled", async () => {
    const token = await makeToken(tenant, { type: "api_key" });
    expect(codeOf(await deleteToken(admin(), { tokenId: token.id }))).toBe("token_enabled");
    expect(codeOf(await actOnTokens(admin(), { tokenIds: [token.id], action: "delete" }))).toBe(
      "token_enabled",
    );
    unwrap(await disableToken(admin(), { tokenId: token.id }));
    unwrap(await deleteToken(admin(), { tokenId: token.id }));
  });

  test("makes room for another: one live export token per organization", async () => {
    const token = await makeToken(tenant, { type: "export" });
    const again = () =>
      createToken(admin(), { type: "export", name: "E", organizationId: tenant.organizationId });
    expect(codeOf(await again())).toBe("already_exists");
    unwrap(await deleteToken(admin(), { tokenId: token.id }));
    unwrap(await again());
  });
});

describe("many at once", () => {
  test("counts what changed and what was so already, with an event for each change", async () => {
    const [a, b, c] = [await makeToken(tenant), await makeToken(tenant), await makeToken(tenant)];
    unwrap(await disableToken(admin(), { tokenId: a.id }));
    const tokenIds = [a.id, b.id, c.id, c.id];
    const before = await world.db.auditEvent.count();
    expect(unwrap(await actOnTokens(admin(), { tokenIds, action: "disable" }))).toEqual({
      changed: 2,
      unchanged: 1,
    });
    expect(await world.db.auditEvent.count()).toBe(before + 2);
    const expiresAt = inSeconds(5000);
    expect(unwrap(await actOnTokens(admin(), { tokenIds, action: "set_expiry", expiresAt }))).toEqual({
      changed: 3,
      unchanged: 0,
    });
    expect((await rowOf(c.id)).expiresAt).toEqual(expiresAt);
    unwrap(await deleteToken(admin(), { tokenId: a.id }));
    expect(unwrap(await actOnTokens(admin(), { tokenIds, action: "delete" }))).toEqual({
      changed: 2,
      unchanged: 1,
    });
  });

  test.each(["foreign", "deleted", "unknown"])("a %s one among them: nothing is changed", async (kind) => {
    const own = await makeToken(tenant);
    const odd =
      kind === "foreign"
        ? (await makeToken(world.other)).id
        : kind === "unknown"
          ? randomUUID()
          : (await makeTokenInState(world, tenant, "deleted")).id;
    const before = await world.dump();
    const result = await actOnTokens(admin(), { tokenIds: [own.id, odd], action: "disable" });
    expect(codeOf(result)).toBe(kind === "deleted" ? "token_deleted" : "not_found");
    expect(await world.dump()).toBe(before);
  });

  test("deleting one that is in use needs the number of them typed", async () => {
    const [a, b] = [await makeToken(tenant), await makeToken(tenant)];
    await noteUse(world, b.id);
    const remove = (confirmation?: string) =>
      actOnTokens(admin(), { tokenIds: [a.id, b.id], action: "delete", confirmation });
    expect(codeOf(await remove())).toBe("confirmation_mismatch");
    expect(codeOf(await remove("1"))).toBe("confirmation_mismatch");
    expect(unwrap(await remove("2"))).toEqual({ changed: 2, unchanged: 0 });
  });

  test.each([
    [{ tokenIds: [], action: "disable" }],
    [{ tokenIds: ["x"], action: "disable" }],
    [{ tokenIds: [randomUUID()], action: "teleport" }],
    [{ tokenIds: [randomUUID()], action: "set_expiry" }],
    [{ tokenIds: "all", action: "delete" }],
  ])("%j is invalid", async (input) => {
    expect(codeOf(await actOnTokens(admin(), input))).toBe("invalid_input");
  });
});

describe("revoke all", () => {
  test("takes every live token of this account, and needs their number typed", async () => {
    const tokens = [
      await makeToken(tenant),
      await makeToken(tenant, { type: "api_key" }),
      await makeToken(tenant, { type: "personal", by: tenant.member }),
      await makeTokenInState(world, tenant, "disabled"),
      await makeTokenInState(world, tenant, "expired"),
    ];
    await makeTokenInState(world, tenant, "deleted");
    const foreign = await makeToken(world.other);
    expect(codeOf(await revokeAllTokens(admin(), { confirmation: "4" }))).toBe("confirmation_mismatch");
    expect(unwrap(await revokeAllTokens(admin(), { confirmation: " 5 " }))).toEqual({ count: 5 });
    for (const token of tokens) expect((await rowOf(token.id)).deletedAt).toEqual(world.clock.now);
    expect((await rowOf(foreign.id)).deletedAt).toBeNull();
    const event = await world.db.auditEvent.findFirstOrThrow({
      where: { accountId: tenant.accountId, action: "token.revoke_all" },
    });
    expect(event.details).toEqual({ count: 5 });
  });
});

test("what needs the password is refused when it was confirmed more than 10 minutes ago, and changes nothing", async () => {
  const token = await makeToken(tenant);
  await world.db.session.update({
    where: { id: tenant.administrator.sessionId },
    data: { reauthenticatedAt: inSeconds(-reauthenticationSecondsMax - 1) },
  });
  const before = await world.dump();
  const create = { type: "impersonation", name: "A", actsAsUserId: tenant.templateUserId };
  expect(codeOf(await createToken(admin(), create))).toBe("reauthentication_required");
  expect(codeOf(await rotateToken(admin(), { tokenId: token.id }))).toBe("reauthentication_required");
  expect(codeOf(await revokeAllTokens(admin(), { confirmation: "1" }))).toBe("reauthentication_required");
  expect(await world.dump()).toBe(before);
  unwrap(await disableToken(admin(), { tokenId: token.id }));
});

test("fields that a body has no business with change nothing: accountId, userId, role, id, createdById, type", async () => {
  const extra = {
    accountId: world.other.accountId,
    userId: world.other.administrator.userId,
    role: "administrator",
    id: randomUUID(),
    createdById: world.other.administrator.userId,
    createdByName: "Mallory",
    deletedAt: null,
    prefix: "CT",
  };
  const created = unwrap(
    await createToken(admin(), {
      ...extra,
      type: "personal",
      name: "Mine",
      actsAsUserId: tenant.member.userId,
    }),
  );
  expect(await rowOf(created.id)).toMatchObject({
    accountId: tenant.accountId,
    actsAsUserId: tenant.administrator.userId,
    createdById: tenant.administrator.userId,
    createdByName: tenant.administrator.name,
    prefix: "PT",
  });
  expect(created.id).not.toBe(extra.id);
  const before = await rowOf(created.id);
  unwrap(
    await editToken(admin(), { ...extra, tokenId: created.id, type: "account", notes: "n", last4: "AAAA" }),
  );
  expect(await rowOf(created.id)).toEqual({ ...before, notes: "n", updatedAt: world.clock.now });
  const member = { ...extra, type: "account", name: "A" };
  expect(codeOf(await createToken(tenant.member.context, member))).toBe("forbidden");
});

test("a refused verb is in the audit trail, with who tried what", async () => {
  const token = await makeToken(tenant);
  await rotateToken(tenant.auditor.context, { tokenId: token.id });
  const event = await world.db.auditEvent.findFirstOrThrow({
    where: { accountId: tenant.accountId, action: "access.refused" },
  });
  expect(event).toMatchObject({
    outcome: "refused",
    actorId: tenant.auditor.userId,
    details: { attempted: "token.rotate" },
    ip: "192.0.2.10",
  });
});

test("a person who is disabled meanwhile can do nothing any more", async () => {
  const token = await makeToken(tenant);
  await world.db.user.update({
    where: { id: tenant.administrator.userId },
    data: { disabledAt: world.clock.now },
  });
  expect(codeOf(await disableToken(admin(), { tokenId: token.id }))).toBe("unauthenticated");
});

test("the details tell secrets over time, callers, use and events, and nothing of another account", async () => {
  const token = await makeToken(tenant, { name: "Nightly sync", expiresAt: inSeconds(9_000_000) });
  await noteUse(world, token.id, inSeconds(-120), "10.0.4.9");
  unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds: 3600 }));
  expect(unwrap(await findFirstCall(admin(), { tokenId: token.id }))).toBeNull();
  await noteUse(world, token.id, inSeconds(-30), "10.0.0.4");
  expect(unwrap(await findFirstCall(admin(), { tokenId: token.id }))).toEqual({
    at: inSeconds(-30),
    ip: "10.0.0.4",
  });
  const hour = new Date("2026-06-15T10:00:00Z");
  await world.db.usageHour.createMany({
    data: [
      { tokenId: token.id, accountId: tenant.accountId, hour, verdict: "valid", count: 214 },
      { tokenId: token.id, accountId: tenant.accountId, hour, verdict: "forbidden", count: 3 },
      {
        tokenId: token.id,
        accountId: tenant.accountId,
        hour: new Date("2026-06-14T23:00:00Z"),
        verdict: "valid",
        count: 5,
      },
      {
        tokenId: token.id,
        accountId: tenant.accountId,
        hour: new Date("2026-05-01T00:00:00Z"),
        verdict: "valid",
        count: 7,
      },
    ],
  });
  const details = unwrap(await loadTokenDetails(tenant.auditor.context, { tokenId: token.id }));
  expect(details).toMatchObject({
    name: "Nightly sync",
    permissions: ["reports:read"],
    totalCalls: 2,
    deleteNeedsName: true,
    graceUntil: inSeconds(3600),
    useLastHour: { count: 214, addresses: 2 },
  });
  expect(
    details.secrets.map(({ state, calls, addresses, lastIp }) => ({ state, calls, addresses, lastIp })),
  ).toEqual([
    { state: "current", calls: 1, addresses: 1, lastIp: "10.0.0.4" },
    { state: "retiring", calls: 1, addresses: 1, lastIp: "10.0.4.9" },
  ]);
  expect(details.callers.map(({ ip, oldSecret }) => [ip, oldSecret])).toEqual([
    ["10.0.0.4", false],
    ["10.0.4.9", true],
  ]);
  expect(details.useHours).toEqual([
    { from: new Date("2026-06-14T23:00:00Z"), verdicts: { valid: 5 } },
    { from: hour, verdicts: { valid: 214, forbidden: 3 } },
  ]);
  expect(details.useDays).toEqual([
    { from: new Date("2026-06-14T00:00:00Z"), verdicts: { valid: 5 } },
    { from: new Date("2026-06-15T00:00:00Z"), verdicts: { valid: 214, forbidden: 3 } },
  ]);
  expect(details.events.map((event) => event.action)).toEqual(["token.rotate", "token.create"]);
});

test("the form offers what plan, role and tenant allow, with the reason for what not", async () => {
  const all = unwrap(await loadCreationOptions(admin()));
  expect(all.types.every((each) => each.allowed)).toBe(true);
  expect(all.types.map((each) => each.type)).not.toContain("gateway");
  expect(all.templateUsers).toEqual([
    { id: tenant.templateUserId, name: tenant.templateUserName, permissions: ["reports:read"] },
  ]);
  expect(all.organizations).toEqual([{ id: tenant.organizationId, name: tenant.organizationName }]);
  expect(all.baseUrl).toBe("http://localhost:3001");
  await world.db.account.update({ where: { id: tenant.accountId }, data: { plan: "community" } });
  const less = unwrap(await loadCreationOptions(admin()));
  expect(less.types.filter((each) => !each.allowed)).toEqual([
    { type: "organization", allowed: false, reason: "Needs the professional plan." },
    { type: "account", allowed: false, reason: "Needs the platform plan." },
  ]);
  expect(codeOf(await createToken(admin(), { type: "account", name: "A" }))).toBe("plan_required");
});
