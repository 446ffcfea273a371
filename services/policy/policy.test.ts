import { expect, test } from "vitest";
import { deploymentPolicy } from "@/domain/tokens/policy";
import { changePolicy } from "@/services/policy/change";
import { loadPolicy } from "@/services/policy/load";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";

const given = openTenantPerTest();
const { admin } = given;
const own = async () => unwrap(await loadPolicy(given.tenant.auditor.context)).account;

test("an account that has set nothing has the deployment's policy, and what it sets holds for it alone", async () => {
  expect(await own()).toEqual(deploymentPolicy);
  const tight = { keyCap: 5, lifetimeDaysMax: 90, graceSecondsMax: 3600, keysRevealable: false };
  expect(unwrap(await changePolicy(admin(), tight)).changed).toBe(true);
  expect(await own()).toEqual(tight);
  expect(unwrap(await changePolicy(admin(), tight)).changed).toBe(false);
  const { acme } = given.world;
  unwrap(await changePolicy(admin(), { keyCap: 4, accountId: acme.accountId }));
  expect(unwrap(await loadPolicy(acme.auditor.context)).account).toEqual(deploymentPolicy);
});

test("each change is an event with the values that changed, before and after", async () => {
  unwrap(await changePolicy(admin(), { keyCap: 20, lifetimeDaysMax: 90 }));
  unwrap(await changePolicy(admin(), { lifetimeDaysMax: null, keysRevealable: false }));
  const events = await given.world.db.auditEvent.findMany({
    where: { accountId: given.tenant.accountId, action: "policy.change" },
    orderBy: { id: "asc" },
    select: { details: true, actorName: true },
  });
  const actorName = given.tenant.administrator.name;
  expect(events).toEqual([
    {
      actorName,
      details: {
        changed: ["the longest life"],
        before: { lifetimeDaysMax: null },
        after: { lifetimeDaysMax: 90 },
      },
    },
    {
      actorName,
      details: {
        changed: ["the longest life", "whether API keys are shown again"],
        before: { lifetimeDaysMax: 90, keysRevealable: true },
        after: { lifetimeDaysMax: null, keysRevealable: false },
      },
    },
  ]);
});

test("administrators change it, behind a fresh password; auditors see it; members, strangers and programs do neither", async () => {
  const { world, tenant } = given;
  const { auditor, member, operatorMember, otherAdministrator } = tenant;
  for (const { context } of [auditor, member, operatorMember])
    expect(codeOf(await changePolicy(context, { keyCap: 5 }))).toBe("forbidden");
  for (const { context } of [member, operatorMember])
    expect(codeOf(await loadPolicy(context))).toBe("forbidden");
  for (const verb of [changePolicy(world.stranger, { keyCap: 5 }), loadPolicy(world.stranger)])
    expect(codeOf(await verb)).toBe("unauthenticated");
  await world.db.session.update({
    where: { id: otherAdministrator.sessionId },
    data: { reauthenticatedAt: new Date(world.clock.now.getTime() - 601_000) },
  });
  expect(codeOf(await changePolicy(otherAdministrator.context, { keyCap: 5 }))).toBe(
    "reauthentication_required",
  );
  const token = await makeToken(tenant, { type: "account" });
  const [secret] = await given.secretsOf(token.id);
  const claim = { kind: "token", tokenId: token.id, secretId: secret!.id, organizationId: null } as const;
  expect(codeOf(await changePolicy({ ...world.cli, claim }, { keyCap: 5 }))).toBe("insufficient_scope");
  expect(await own()).toEqual(deploymentPolicy);
});

test("nothing looser than the deployment's is taken, by the service or by the table", async () => {
  const looser = [
    { keyCap: 21 },
    { keyCap: 0 },
    { lifetimeDaysMax: 3651 },
    { lifetimeDaysMax: 0 },
    { graceSecondsMax: 1_209_600 },
    { keysRevealable: null },
    {},
  ];
  for (const each of looser)
    expect(codeOf(await changePolicy(admin(), each)), JSON.stringify(each)).toBe("invalid_input");
  expect(await own()).toEqual(deploymentPolicy);
  unwrap(await changePolicy(admin(), { keyCap: 5 }));
  for (const bad of ['"keyCap" = 21', '"lifetimeDaysMax" = 3651', '"graceSecondsMax" = 1209600'])
    await expect(given.world.run(`UPDATE "TokenPolicy" SET ${bad}`)).rejects.toThrow("TokenPolicy_");
});

test("only the command line names an account: whatever else people say, they reach their own", async () => {
  const { world } = given;
  const options = { accountId: world.acme.accountId };
  unwrap(await changePolicy(admin(), { keyCap: 3 }, options));
  expect((await own()).keyCap).toBe(3);
  expect(unwrap(await loadPolicy(admin(), options)).account.keyCap).toBe(3);
  expect(unwrap(await loadPolicy(world.cli, options)).account).toEqual(deploymentPolicy);
  unwrap(await changePolicy(world.cli, { keyCap: 2 }, { accountId: given.tenant.accountId }));
  expect((await own()).keyCap).toBe(2);
  expect(unwrap(await loadPolicy(world.acme.auditor.context)).account).toEqual(deploymentPolicy);
});

test("without its event nothing is changed", async () => {
  const before = await given.world.dump();
  await withUnwritableAudit(given.world, async () => {
    await expect(changePolicy(admin(), { keyCap: 5 })).rejects.toThrow();
  });
  expect(await given.world.dump()).toBe(before);
});

test("of many changes at once each event tells what the one before left", async () => {
  const caps = Array.from({ length: 8 }, (_, i) => i + 1);
  await Promise.all(caps.map(async (keyCap) => unwrap(await changePolicy(admin(), { keyCap }))));
  const events = await given.world.db.auditEvent.findMany({
    where: { accountId: given.tenant.accountId, action: "policy.change" },
    select: { details: true },
  });
  const next = new Map(
    events.map(({ details }) => {
      const { before, after } = details as Record<"before" | "after", { keyCap: number }>;
      return [before.keyCap, after.keyCap];
    }),
  );
  const chain = [20];
  for (let at = next.get(20); at !== undefined; at = next.get(at)) chain.push(at);
  expect([...chain].sort((a, b) => a - b)).toEqual([...caps, 20]);
  expect((await own()).keyCap).toBe(chain.at(-1));
});
