import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { reauthenticationSecondsMax } from "@/domain/access/actions";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { createToken } from "@/services/tokens/create";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";
import { revokeAllTokens } from "@/services/tokens/revoke-all";
import { rotateToken } from "@/services/tokens/rotate";

const desk = openTenantPerTest();
const { admin, inSeconds, rowOf } = desk;

test("what needs the password is refused when it was confirmed more than 10 minutes ago, and changes nothing", async () => {
  const token = await makeToken(desk.tenant);
  await desk.world.db.session.update({
    where: { id: desk.tenant.administrator.sessionId },
    data: { reauthenticatedAt: inSeconds(-reauthenticationSecondsMax - 1) },
  });
  const before = await desk.world.dump();
  const create = { type: "impersonation", name: "A", actsAsUserId: desk.tenant.templateUserId };
  expect(codeOf(await createToken(admin(), create))).toBe("reauthentication_required");
  expect(codeOf(await rotateToken(admin(), { tokenId: token.id }))).toBe("reauthentication_required");
  expect(codeOf(await revokeAllTokens(admin(), { confirmation: "1" }))).toBe("reauthentication_required");
  expect(await desk.world.dump()).toBe(before);
  unwrap(await disableToken(admin(), { tokenId: token.id }));
});

test("fields that a body has no business with change nothing: accountId, userId, role, id, createdById, type", async () => {
  const extra = {
    accountId: desk.world.other.accountId,
    userId: desk.world.other.administrator.userId,
    role: "administrator",
    id: randomUUID(),
    createdById: desk.world.other.administrator.userId,
    createdByName: "Mallory",
    deletedAt: null,
    prefix: "CT",
  };
  const created = unwrap(
    await createToken(admin(), {
      ...extra,
      type: "personal",
      name: "Mine",
      actsAsUserId: desk.tenant.member.userId,
    }),
  );
  expect(await rowOf(created.id)).toMatchObject({
    accountId: desk.tenant.accountId,
    actsAsUserId: desk.tenant.administrator.userId,
    createdById: desk.tenant.administrator.userId,
    createdByName: desk.tenant.administrator.name,
    prefix: "PT",
  });
  expect(created.id).not.toBe(extra.id);
  const before = await rowOf(created.id);
  unwrap(
    await editToken(admin(), { ...extra, tokenId: created.id, type: "account", notes: "n", last4: "AAAA" }),
  );
  expect(await rowOf(created.id)).toEqual({ ...before, notes: "n", updatedAt: desk.world.clock.now });
  const member = { ...extra, type: "account", name: "A" };
  expect(codeOf(await createToken(desk.tenant.member.context, member))).toBe("forbidden");
});

test.each(["account", "impersonation", "personal"] as const)(
  "who names an organization for a token of type %s, which is bound to none, gets none of the whole account",
  async (type) => {
    const { organizationId, templateUserId } = desk.tenant;
    const wanted = {
      type,
      name: "Narrow",
      ...(type === "impersonation" ? { actsAsUserId: templateUserId } : {}),
    };
    const before = await desk.world.dump();
    const refused = await createToken(admin(), { ...wanted, organizationId });
    expect(refused).toMatchObject({
      ok: false,
      refusal: { code: "invalid_input", fields: { organizationId: "does not go with this type" } },
    });
    expect(await desk.world.dump()).toBe(before);
    unwrap(await createToken(admin(), { ...wanted, organizationId: null }));
  },
);

test("who names a user for a token that acts as none gets none", async () => {
  const { organizationId, templateUserId: actsAsUserId } = desk.tenant;
  for (const wanted of [{ type: "account" }, { type: "organization", organizationId }]) {
    const refused = await createToken(admin(), { ...wanted, name: "Narrow", actsAsUserId });
    expect(refused).toMatchObject({
      ok: false,
      refusal: { fields: { actsAsUserId: "does not go with this type" } },
    });
  }
});

test("a refused verb is in the audit trail, with who tried what", async () => {
  const token = await makeToken(desk.tenant);
  await rotateToken(desk.tenant.auditor.context, { tokenId: token.id });
  const event = await desk.world.db.auditEvent.findFirstOrThrow({
    where: { accountId: desk.tenant.accountId, action: "access.refused" },
  });
  expect(event).toMatchObject({
    outcome: "refused",
    actorId: desk.tenant.auditor.userId,
    details: { attempted: "token.rotate" },
    ip: "192.0.2.10",
  });
});

test("a person who is disabled meanwhile can do nothing any more", async () => {
  const token = await makeToken(desk.tenant);
  await desk.world.db.user.update({
    where: { id: desk.tenant.administrator.userId },
    data: { disabledAt: desk.world.clock.now },
  });
  expect(codeOf(await disableToken(admin(), { tokenId: token.id }))).toBe("unauthenticated");
});
