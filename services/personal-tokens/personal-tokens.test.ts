import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { editPersonalToken } from "@/services/personal-tokens/edit";
import { listPersonalTokens } from "@/services/personal-tokens/list";
import { revokePersonalToken } from "@/services/personal-tokens/revoke";
import { revokeAllPersonalTokens } from "@/services/personal-tokens/revoke-all";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, makeTokenInState, noteUse, unwrap } from "@/services/testing/tokens";
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

const mine = (name: string, by = tenant.member) => makeToken(tenant, { type: "personal", name, by });

test("each person has an own list, without other types, other people's and deleted ones", async () => {
  const first = await mine("first");
  const second = await mine("second");
  await mine("theirs", tenant.otherMember);
  await makeToken(tenant, { name: "impersonation" });
  await makeTokenInState(world, tenant, "deleted", { type: "personal", by: tenant.member });
  await noteUse(world, first.id);
  const own = unwrap(await listPersonalTokens(tenant.member.context));
  expect(own.map((token) => token.name)).toEqual(["second", "first"]);
  expect(own[1]).toMatchObject({
    id: first.id,
    status: "active",
    lastIp: "10.0.0.4",
    last4: first.secret.slice(-4),
  });
  expect(JSON.stringify(own)).not.toContain(second.secret.slice(12, -4));
  const admins = unwrap(await listPersonalTokens(tenant.administrator.context));
  expect(admins).toEqual([]);
});

test("a personal token has no expiry unless one is given", async () => {
  await mine("label");
  expect(unwrap(await listPersonalTokens(tenant.member.context))[0]!.expiresAt).toBeNull();
});

test("revoke is for good and takes the secret with it, without typing a name", async () => {
  const token = await mine("label");
  await noteUse(world, token.id);
  unwrap(await revokePersonalToken(tenant.member.context, { tokenId: token.id }));
  expect(await world.db.tokenSecret.count({ where: { tokenId: token.id, destroyedAt: null } })).toBe(0);
  expect(unwrap(await listPersonalTokens(tenant.member.context))).toEqual([]);
  expect(codeOf(await revokePersonalToken(tenant.member.context, { tokenId: token.id }))).toBe(
    "token_deleted",
  );
});

test("a token of another type is not revoked as one's own, even by the user it acts as", async () => {
  const token = await makeToken(tenant);
  expect(codeOf(await revokePersonalToken(tenant.administrator.context, { tokenId: token.id }))).toBe(
    "not_found",
  );
});

test("revoke all takes all own ones, needs their number typed, and leaves everybody else's", async () => {
  await mine("a");
  await mine("b");
  const theirs = await mine("theirs", tenant.otherMember);
  const context = tenant.member.context;
  expect(codeOf(await revokeAllPersonalTokens(context, { confirmation: "3" }))).toBe("confirmation_mismatch");
  expect(codeOf(await revokeAllPersonalTokens(context, {}))).toBe("invalid_input");
  expect(unwrap(await revokeAllPersonalTokens(context, { confirmation: "2" }))).toEqual({ count: 2 });
  expect(unwrap(await listPersonalTokens(context))).toEqual([]);
  expect(unwrap(await listPersonalTokens(tenant.otherMember.context))[0]!.id).toBe(theirs.id);
});

test("the owner may note where the secret is kept, and change nothing else", async () => {
  const token = await mine("label");
  const before = await world.db.token.findUniqueOrThrow({ where: { id: token.id } });
  const wanted = {
    tokenId: token.id,
    notes: "Stored in: Vault",
    expiresAt: "2030-01-01T00:00:00Z",
    ipAllowList: ["10.0.0.1"],
  };
  unwrap(await editPersonalToken(tenant.member.context, wanted));
  const after = await world.db.token.findUniqueOrThrow({ where: { id: token.id } });
  expect(after).toEqual({ ...before, notes: "Stored in: Vault", updatedAt: world.clock.now });
});
