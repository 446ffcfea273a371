import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { reauthenticationSecondsMax } from "@/domain/access/actions";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { createTenant, type Tenant } from "@/services/testing/world";
import { createToken } from "@/services/tokens/create";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";
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
const rowOf = (id: string) =>
  world.db.token.findUniqueOrThrow({ where: { id }, include: { activity: true } });

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
