import { expect, test } from "vitest";
import { editPersonalToken } from "@/services/personal-tokens/edit";
import { listPersonalTokens } from "@/services/personal-tokens/list";
import { revokePersonalToken } from "@/services/personal-tokens/revoke";
import { revokeAllPersonalTokens } from "@/services/personal-tokens/revoke-all";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { codeOf, makeToken, makeTokenInState, noteUse, unwrap } from "@/services/testing/tokens";

const desk = openTenantPerTest();

const mine = (name: string, by = desk.tenant.member) =>
  makeToken(desk.tenant, { type: "personal", name, by });

test("each person has an own list, without other types, other people's and deleted ones", async () => {
  const first = await mine("first");
  const second = await mine("second");
  await mine("theirs", desk.tenant.otherMember);
  await makeToken(desk.tenant, { name: "impersonation" });
  await makeTokenInState(desk.world, desk.tenant, "deleted", { type: "personal", by: desk.tenant.member });
  await noteUse(desk.world, first.id);
  const own = unwrap(await listPersonalTokens(desk.tenant.member.context));
  expect(own.map((token) => token.name)).toEqual(["second", "first"]);
  expect(own[1]).toMatchObject({
    id: first.id,
    status: "active",
    lastIp: "10.0.0.4",
    last4: first.secret.slice(-4),
  });
  expect(JSON.stringify(own)).not.toContain(second.secret.slice(12, -4));
  const admins = unwrap(await listPersonalTokens(desk.tenant.administrator.context));
  expect(admins).toEqual([]);
});

test("a personal token has no expiry unless one is given", async () => {
  await mine("label");
  expect(unwrap(await listPersonalTokens(desk.tenant.member.context))[0]!.expiresAt).toBeNull();
});

test("revoke is for good and takes the secret with it, without typing a name", async () => {
  const token = await mine("label");
  await noteUse(desk.world, token.id);
  unwrap(await revokePersonalToken(desk.tenant.member.context, { tokenId: token.id }));
  expect(await desk.world.db.tokenSecret.count({ where: { tokenId: token.id, destroyedAt: null } })).toBe(0);
  expect(unwrap(await listPersonalTokens(desk.tenant.member.context))).toEqual([]);
  expect(codeOf(await revokePersonalToken(desk.tenant.member.context, { tokenId: token.id }))).toBe(
    "token_deleted",
  );
});

test("a token of another type is not revoked as one's own, even by the user it acts as", async () => {
  const token = await makeToken(desk.tenant);
  expect(codeOf(await revokePersonalToken(desk.tenant.administrator.context, { tokenId: token.id }))).toBe(
    "not_found",
  );
});

test("revoke all takes all own ones, needs their number typed, and leaves everybody else's", async () => {
  await mine("a");
  await mine("b");
  const theirs = await mine("theirs", desk.tenant.otherMember);
  const context = desk.tenant.member.context;
  expect(codeOf(await revokeAllPersonalTokens(context, { confirmation: "3" }))).toBe("confirmation_mismatch");
  expect(codeOf(await revokeAllPersonalTokens(context, {}))).toBe("invalid_input");
  expect(unwrap(await revokeAllPersonalTokens(context, { confirmation: "2" }))).toEqual({ count: 2 });
  expect(unwrap(await listPersonalTokens(context))).toEqual([]);
  expect(unwrap(await listPersonalTokens(desk.tenant.otherMember.context))[0]!.id).toBe(theirs.id);
});

test("the owner may note where the secret is kept, and change nothing else", async () => {
  const token = await mine("label");
  const before = await desk.world.db.token.findUniqueOrThrow({ where: { id: token.id } });
  const wanted = {
    tokenId: token.id,
    notes: "Stored in: Vault",
    expiresAt: "2030-01-01T00:00:00Z",
    ipAllowList: ["10.0.0.1"],
  };
  unwrap(await editPersonalToken(desk.tenant.member.context, wanted));
  const after = await desk.world.db.token.findUniqueOrThrow({ where: { id: token.id } });
  expect(after).toEqual({ ...before, notes: "Stored in: Vault", updatedAt: desk.world.clock.now });
});
