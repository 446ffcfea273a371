import { expect, test } from "vitest";
import type { SignInPolicyView } from "@/domain/access/sign-in-policy";
import { loadAccount } from "@/services/accounts/load";
import type { Context } from "@/services/kernel/context";
import { changeSignInPolicy } from "@/services/sign-in-policy/change";
import { loadSignInPolicy } from "@/services/sign-in-policy/load";
import { plantApp } from "@/services/testing/second-factors";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { makeTokenContext } from "@/services/testing/token-context";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";

const given = openTenantPerTest();
const { admin } = given;
const require = (context: Context, options?: { accountId?: string }) =>
  changeSignInPolicy(context, { requireSecondStep: true }, options);
const relax = (context: Context) => changeSignInPolicy(context, { requireSecondStep: false });
const plant = (...people: readonly { readonly userId: string }[]) =>
  Promise.all(people.map(({ userId }) => plantApp(given.world.db, userId, given.world.clock.now)));
const isRequired = async (accountId = given.tenant.accountId) =>
  (await given.world.db.account.findUniqueOrThrow({ where: { id: accountId } })).requireSecondStep;
const events = (accountId = given.tenant.accountId) =>
  given.world.db.auditEvent.findMany({
    where: { accountId, action: "sign_in_policy.change" },
    orderBy: { id: "asc" },
    select: { actorName: true, actorKind: true, targetName: true, details: true },
  });

test("who has a second factor requires one of the people of this account alone, and lets it go again; each is an event", async () => {
  const { administrator } = given.tenant;
  await plant(administrator);
  expect(await isRequired()).toBe(false);
  expect(unwrap(await require(admin())).changed).toBe(true);
  expect(unwrap(await require(admin())).changed).toBe(false);
  expect(unwrap(await loadAccount(admin())).requireSecondStep).toBe(true);
  expect(await isRequired(given.world.acme.accountId)).toBe(false);
  expect(unwrap(await relax(admin())).changed).toBe(true);
  expect(unwrap(await relax(admin())).changed).toBe(false);
  expect(await isRequired()).toBe(false);
  const by = { actorName: administrator.name, actorKind: "user", targetName: "Cleo Inc" };
  const [off, on] = [{ requireSecondStep: false }, { requireSecondStep: true }];
  expect(await events()).toEqual([
    { ...by, details: { rule: "required", before: off, after: on } },
    { ...by, details: { rule: "optional", before: on, after: off } },
  ]);
});

test("who has none is refused in words, whatever others have; one that was begun only is none", async () => {
  const { administrator, otherAdministrator } = given.tenant;
  await plant(otherAdministrator);
  const id = await plantApp(given.world.db, administrator.userId, given.world.clock.now);
  await given.world.db.secondFactor.update({ where: { id }, data: { confirmedAt: null } });
  expect(await require(admin())).toMatchObject({
    refusal: {
      code: "second_factor_needed",
      message: expect.stringContaining("Add a second factor of your own"),
    },
  });
  expect(await isRequired()).toBe(false);
  expect(await events()).toEqual([]);
  expect(codeOf(await relax(admin()))).toBe("done");
});

test("administrators change it, behind a fresh proof; auditors see it; members, strangers and programs do neither", async () => {
  const { world, tenant } = given;
  const { auditor, member, operatorMember, otherAdministrator, administrator } = tenant;
  await plant(administrator, auditor, member, operatorMember, otherAdministrator);
  for (const { context } of [auditor, member, operatorMember])
    expect(codeOf(await require(context))).toBe("forbidden");
  for (const { context } of [member, operatorMember])
    expect(codeOf(await loadSignInPolicy(context))).toBe("forbidden");
  for (const { context } of [auditor, administrator])
    expect(codeOf(await loadSignInPolicy(context))).toBe("done");
  for (const verb of [require(world.stranger), loadSignInPolicy(world.stranger)])
    expect(codeOf(await verb)).toBe("unauthenticated");
  await world.db.session.update({
    where: { id: otherAdministrator.sessionId },
    data: { reauthenticatedAt: new Date(world.clock.now.getTime() - 601_000) },
  });
  expect(codeOf(await require(otherAdministrator.context))).toBe("reauthentication_required");
  for (const type of ["account", "personal"] as const) {
    const { context } = await makeTokenContext(world, tenant, { type });
    expect(codeOf(await require(context)), type).toBe("insufficient_scope");
    expect(codeOf(await loadSignInPolicy(context)), type).toBe("insufficient_scope");
  }
  expect(await isRequired()).toBe(false);
});

test("nothing but on and off is taken", async () => {
  await plant(given.tenant.administrator);
  for (const bad of [{}, { requireSecondStep: "on" }, { requireSecondStep: null }, null, [true]])
    expect(codeOf(await changeSignInPolicy(admin(), bad)), JSON.stringify(bad)).toBe("invalid_input");
  expect(await isRequired()).toBe(false);
});

test("only the command line names an account, and it needs no second factor: it is the way back", async () => {
  const { world, tenant } = given;
  await plant(tenant.administrator);
  const { accountId } = world.acme;
  unwrap(await require(admin(), { accountId }));
  expect([await isRequired(), await isRequired(accountId)]).toEqual([true, false]);
  const options = { accountId: tenant.accountId };
  unwrap(await changeSignInPolicy(world.cli, { requireSecondStep: false }, options));
  unwrap(await require(world.cli, options));
  expect([await isRequired(), await isRequired(accountId)]).toEqual([true, false]);
  expect((await events()).map(({ actorKind }) => actorKind)).toEqual(["user", "cli", "cli"]);
});

test("without its event nothing is changed", async () => {
  await plant(given.tenant.administrator);
  const before = await given.world.dump();
  await withUnwritableAudit(given.world, async () => {
    await expect(require(admin())).rejects.toThrow();
  });
  expect(await given.world.dump()).toBe(before);
});

test("counts those who can sign in and have none: no template users, nobody who is disabled or removed, nobody of elsewhere", async () => {
  const { world, tenant } = given;
  const view = async () => unwrap(await loadSignInPolicy(tenant.auditor.context));
  const none: SignInPolicyView = { requireSecondStep: false, people: 7, withoutSecondStep: 7 };
  expect(await view()).toEqual(none);
  await plant(tenant.administrator, tenant.administrator, tenant.member, world.acme.member);
  expect(await view()).toEqual({ ...none, withoutSecondStep: 5 });
  const at = world.clock.now;
  const where = (userId: string) => ({ userId_accountId: { userId, accountId: tenant.accountId } });
  await world.db.membership.update({ where: where(tenant.member.userId), data: { disabledAt: at } });
  await world.db.user.update({ where: { id: tenant.otherMember.userId }, data: { disabledAt: at } });
  await world.db.membership.update({
    where: where(tenant.operatorMember.userId),
    data: { disabledAt: at, removedAt: at },
  });
  expect(await view()).toEqual({ ...none, people: 4, withoutSecondStep: 3 });
});
