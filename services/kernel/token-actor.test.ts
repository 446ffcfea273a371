import { afterAll, beforeAll, expect, test } from "vitest";
import type { TokenType } from "@/domain/tokens/types";
import { createApiClient } from "@/services/api-clients/create";
import { listOrganizations } from "@/services/organizations/list";
import { createTestContext } from "@/services/testing/context";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeTokenContext, type WantedHolder } from "@/services/testing/token-context";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { createOrganization } from "@/services/testing/world";
import { createToken } from "@/services/tokens/create";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";
import { enableToken } from "@/services/tokens/enable";
import { extendRotation } from "@/services/tokens/extend-rotation";
import { listTokens } from "@/services/tokens/list";
import { revokeAllTokens } from "@/services/tokens/revoke-all";
import { rotateToken } from "@/services/tokens/rotate";
import { rotateTokens } from "@/services/tokens/rotate-many";
import { createResetLink } from "@/services/users/reset-link";

let world: OpenWorld;
let secondId: string;
beforeAll(async () => {
  world = await openWorld();
  secondId = await createOrganization(world.db, world.clock, world.acme.accountId, "Acme second");
});
afterAll(() => world.close());

/** A new token of Acme with its own context. */
const holder = (type: Exclude<TokenType, "gateway">, more: Omit<WantedHolder, "type"> = {}) =>
  makeTokenContext(world, world.acme, { type, ...more });

const inDays = (days: number) => new Date(world.clock.now.getTime() + days * 86_400_000);

test("an organization token reaches the tokens of its organization and finds no others", async () => {
  const { context } = await holder("organization");
  const own = await makeToken(world.acme, { type: "organization" });
  const sibling = await makeToken(world.acme, { type: "organization", organizationId: secondId });
  const ofAccount = await makeToken(world.acme, { type: "account" });
  const foreign = await makeToken(world.other, { type: "organization" });
  expect(codeOf(await editToken(context, { tokenId: own.id, name: "Mine" }))).toBe("done");
  for (const { id } of [sibling, ofAccount, foreign]) {
    expect(codeOf(await editToken(context, { tokenId: id, name: "Theirs" }))).toBe("not_found");
    expect(codeOf(await deleteToken(context, { tokenId: id }))).toBe("not_found");
  }
  const listed = unwrap(await listTokens(context, { pageSize: 100 })).rows;
  expect(listed.map((row) => row.id)).toContain(own.id);
  expect(new Set(listed.map((row) => row.organizationId))).toEqual(new Set([world.acme.organizationId]));
  expect(unwrap(await listOrganizations(context, {})).rows.map((row) => row.id)).toEqual([
    world.acme.organizationId,
  ]);
});

test("an organization token makes tokens in its organization only, whatever its input names", async () => {
  const { context, id } = await holder("organization");
  const made = unwrap(await createToken(context, { type: "organization", name: "Child" }));
  const row = await world.db.token.findUniqueOrThrow({ where: { id: made.id } });
  expect(row).toMatchObject({
    organizationId: world.acme.organizationId,
    accountId: world.acme.accountId,
    createdById: null,
  });
  const there = { type: "organization", name: "Child", organizationId: secondId };
  expect(codeOf(await createToken(context, there))).toBe("not_found");
  const event = await world.db.auditEvent.findFirstOrThrow({ where: { targetId: made.id } });
  expect(event).toMatchObject({ actorKind: "token", actorId: id, actorName: "Nightly sync" });
});

test("an account token that names an organization reaches no further than that organization", async () => {
  const { context } = await holder("account", { named: secondId });
  const made = unwrap(await createToken(context, { type: "organization", name: "Child" }));
  const row = await world.db.token.findUniqueOrThrow({ where: { id: made.id } });
  expect(row.organizationId).toBe(secondId);
  const elsewhere = await makeToken(world.acme, { type: "organization" });
  expect(codeOf(await disableToken(context, { tokenId: elsewhere.id }))).toBe("not_found");
  expect(codeOf(await revokeAllTokens(context, { confirmation: "1" }))).toBe("insufficient_scope");
});

test("an account token that names another account's organization finds nothing in it", async () => {
  const { context } = await holder("account", { named: world.other.organizationId });
  const foreign = await makeToken(world.other, { type: "organization" });
  expect(codeOf(await createToken(context, { type: "organization", name: "Child" }))).toBe("not_found");
  expect(codeOf(await disableToken(context, { tokenId: foreign.id }))).toBe("not_found");
});

test.each([
  ["api_key", "organization"],
  ["api_key", "export"],
  ["organization", "account"],
  ["organization", "impersonation"],
] as const)("a token of type %s makes no token of type %s", async (type, wanted) => {
  const { context } = await holder(type);
  const input = { type: wanted, name: "Stronger", actsAsUserId: world.acme.templateUserId };
  expect(codeOf(await createToken(context, input))).toBe("stronger_token");
});

test("a token makes, rotates, extends and enables nothing that outlives it", async () => {
  const { context, id } = await holder("organization", { expiresAt: inDays(2) });
  const wanted = { type: "api_key", name: "Heir" };
  expect(codeOf(await createToken(context, wanted))).toBe("stronger_token");
  expect(codeOf(await createToken(context, { ...wanted, expiresAt: inDays(3) }))).toBe("stronger_token");
  expect(codeOf(await createToken(context, { ...wanted, expiresAt: inDays(2) }))).toBe("done");
  expect(codeOf(await editToken(context, { tokenId: id, expiresAt: inDays(30) }))).toBe("stronger_token");
  const eternal = await makeToken(world.acme, { type: "organization" });
  expect(codeOf(await rotateToken(context, { tokenId: eternal.id }))).toBe("stronger_token");
  expect(codeOf(await disableToken(context, { tokenId: eternal.id }))).toBe("done");
  expect(codeOf(await enableToken(context, { tokenId: eternal.id }))).toBe("stronger_token");
  expect(codeOf(await rotateToken(context, { tokenId: id }))).toBe("done");
});

test("a token lets the old secret of none that outlives it work on, and its own does", async () => {
  const administrator = world.acme.administrator.context;
  const { context, id } = await holder("organization", { expiresAt: inDays(2) });
  const eternal = await makeToken(world.acme, { type: "organization" });
  const shorter = await makeToken(world.acme, { type: "api_key", expiresAt: inDays(1) });
  for (const tokenId of [id, eternal.id, shorter.id])
    unwrap(await rotateToken(administrator, { tokenId, graceSeconds: 3600 }));
  const extend = async (tokenId: string) =>
    codeOf(await extendRotation(context, { tokenId, graceSeconds: 604_800 }));
  expect(await extend(eternal.id)).toBe("stronger_token");
  expect(await extend(shorter.id)).toBe("done");
  const renewed = await withNewSecret(id);
  expect(codeOf(await extendRotation(renewed, { tokenId: id, graceSeconds: 604_800 }))).toBe("done");
});

/** The context of a program that has the current secret of a token. */
async function withNewSecret(tokenId: string) {
  const where = { tokenId, retiresAt: null, destroyedAt: null };
  const { id: secretId } = await world.db.tokenSecret.findFirstOrThrow({ where });
  return createTestContext(world.db, world.clock, {
    kind: "token",
    tokenId,
    secretId,
    organizationId: null,
  });
}

test("the old secret of a rotation gets neither a successor nor more time, and makes nothing as good as its token that outlives it", async () => {
  const { context: old, id } = await holder("account");
  const sibling = await makeToken(world.acme, { type: "account" });
  unwrap(await rotateToken(world.acme.administrator.context, { tokenId: id, graceSeconds: 3600 }));
  const current = await world.db.tokenSecret.findFirstOrThrow({ where: { tokenId: id, retiresAt: null } });
  for (const tokenId of [id, sibling.id]) {
    expect(codeOf(await rotateToken(old, { tokenId, graceSeconds: 3600 }))).toBe("stronger_token");
  }
  const tokens = [{ tokenId: id, expectedLast4: current.last4 }];
  expect(codeOf(await rotateTokens(old, { tokens, graceSeconds: 0 }))).toBe("stronger_token");
  expect(codeOf(await extendRotation(old, { tokenId: id, graceSeconds: 86_400 }))).toBe("stronger_token");
  expect(codeOf(await createToken(old, { type: "account", name: "Heir" }))).toBe("stronger_token");
  expect(codeOf(await createApiClient(old, { name: "Heir" }))).toBe("stronger_token");
  const soon = new Date(world.clock.now.getTime() + 1_800_000);
  expect(codeOf(await createToken(old, { type: "account", name: "Short", expiresAt: soon }))).toBe("done");
  // What is less than its token goes on as before: programs are to work through the grace period.
  expect(
    codeOf(await createToken(old, { type: "organization", name: "Less", organizationId: secondId })),
  ).toBe("done");
  expect(codeOf(await editToken(old, { tokenId: id, name: "Renamed" }))).toBe("done");
  expect(await world.db.tokenSecret.findUniqueOrThrow({ where: { id: current.id } })).toMatchObject({
    retiresAt: null,
    destroyedAt: null,
  });
  expect(codeOf(await rotateToken(await withNewSecret(id), { tokenId: id, graceSeconds: 3600 }))).toBe(
    "done",
  );
});

test("a token that is bound to addresses hands out none that works from others", async () => {
  const { context } = await holder("organization", { ipAllowList: ["192.0.2.0/24"] });
  const wanted = { type: "organization", name: "Heir" };
  expect(codeOf(await createToken(context, wanted))).toBe("stronger_token");
  expect(codeOf(await createToken(context, { ...wanted, ipAllowList: ["192.0.0.0/16"] }))).toBe(
    "stronger_token",
  );
  expect(codeOf(await createToken(context, { ...wanted, ipAllowList: ["192.0.2.128/25"] }))).toBe("done");
});

test("a personal token goes as far as its owner's role, and no further than what needs no password", async () => {
  const token = await makeToken(world.acme);
  const administrator = await holder("personal", { by: world.acme.administrator });
  expect(codeOf(await disableToken(administrator.context, { tokenId: token.id }))).toBe("done");
  expect(codeOf(await createToken(administrator.context, { type: "account", name: "A" }))).toBe(
    "person_required",
  );
  expect(codeOf(await rotateToken(administrator.context, { tokenId: token.id }))).toBe("person_required");
  const member = await holder("personal", { by: world.acme.member });
  expect(codeOf(await disableToken(member.context, { tokenId: token.id }))).toBe("forbidden");
});

test("permissions for the provider's own API make nobody an administrator of Keydesk", async () => {
  const where = {
    userId_accountId: { userId: world.acme.templateUserId, accountId: world.acme.accountId },
  };
  await world.db.membership.update({ where, data: { permissions: ["*"] } });
  const { context } = await holder("impersonation");
  expect(codeOf(await listTokens(context, {}))).toBe("forbidden");
  expect(codeOf(await createToken(context, { type: "account", name: "A" }))).toBe("forbidden");
});

test("no token makes a link that sets a person's password, or a personal token", async () => {
  const { context } = await holder("account");
  const userId = world.acme.member.userId;
  expect(codeOf(await createResetLink(context, { userId }))).toBe("insufficient_scope");
  const options = { ownerUserId: userId };
  expect(codeOf(await createToken(context, { type: "personal", name: "A" }, options))).toBe(
    "insufficient_scope",
  );
});

test("a token that was revoked, rotated or disabled after it was verified changes nothing", async () => {
  const target = await makeToken(world.acme, { type: "organization" });
  const administrator = world.acme.administrator.context;
  const ends = [
    (tokenId: string) => deleteToken(administrator, { tokenId }),
    (tokenId: string) => rotateToken(administrator, { tokenId }),
    (tokenId: string) => disableToken(administrator, { tokenId }),
  ];
  for (const end of ends) {
    const { id, context } = await holder("organization");
    expect(codeOf(await end(id))).toBe("done");
    expect(codeOf(await editToken(context, { tokenId: target.id, name: "Late" }))).toBe("unauthenticated");
  }
  expect((await world.db.token.findUniqueOrThrow({ where: { id: target.id } })).name).not.toBe("Late");
});

test("actions that race with their token's revocation are done and recorded, or not done", async () => {
  const { id, context } = await holder("organization");
  const actions = Array.from({ length: 12 }, (_, i) =>
    createToken(context, { type: "organization", name: `Race ${i}` }),
  );
  const end = deleteToken(world.acme.administrator.context, { tokenId: id });
  const codes = (await Promise.all(actions)).map(codeOf);
  expect(codeOf(await end)).toBe("done");
  expect(new Set([...codes, "done", "unauthenticated"])).toEqual(new Set(["done", "unauthenticated"]));
  expect(codeOf(await createToken(context, { type: "organization", name: "Late" }))).toBe("unauthenticated");
  const made = await world.db.auditEvent.count({ where: { actorId: id, action: "token.create" } });
  expect(made).toBe(codes.filter((code) => code === "done").length);
});

test("a token whose account was put on a lower plan changes nothing", async () => {
  const { context } = await holder("account");
  const where = { id: world.acme.accountId };
  await world.db.account.update({ where, data: { plan: "community" } });
  try {
    expect(codeOf(await createToken(context, { type: "account", name: "A" }))).toBe("unauthenticated");
  } finally {
    await world.db.account.update({ where, data: { plan: "platform" } });
  }
});
