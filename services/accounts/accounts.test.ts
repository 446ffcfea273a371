import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { createAccount } from "@/services/accounts/create";
import { findAccount } from "@/services/accounts/find";
import { loadAccount } from "@/services/accounts/load";
import { loadPlanUse } from "@/services/accounts/plan-use";
import { setAccount } from "@/services/accounts/set";
import { disableApiClient } from "@/services/api-clients/disable";
import { makeApiClient } from "@/services/testing/api-clients";
import { largeLimits } from "@/services/testing/large-limits";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, makeTokenInState, unwrap } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

describe("plan and limits", () => {
  it("are changed by an operator and the command line, with before and after in the trail", async () => {
    const limits = { plan: "professional", licensedAssets: 7 };
    const changed = unwrap(await setAccount(world.acme.operator.context, limits));
    expect(changed).toMatchObject({ ...largeLimits, ...limits });
    expect(await world.db.auditEvent.findFirst({ orderBy: { id: "desc" } })).toMatchObject({
      action: "account.change_limits",
      accountId: world.acme.accountId,
      details: { before: { plan: "platform", licensedAssets: largeLimits.licensedAssets }, after: limits },
    });
    const byCli = await setAccount(world.cli, { requestsPerMinute: 5 }, { accountId: world.other.accountId });
    expect(byCli).toMatchObject({ value: { requestsPerMinute: 5, plan: "platform" } });
  });

  it.each(["administrator", "auditor", "member"] as const)(
    "are not for an %s who is no operator",
    async (role) => {
      const before = await world.dump();
      expect(codeOf(await setAccount(world.acme[role].context, { plan: "platform" }))).toBe("forbidden");
      expect(await world.dump()).toBe(before);
    },
  );

  it("of the account that an operator looks at: naming another in the input changes nothing there", async () => {
    const id = world.other.accountId;
    const before = await world.db.account.findUniqueOrThrow({ where: { id } });
    unwrap(await setAccount(world.acme.operator.context, { licensedAssets: 9, accountId: id }));
    expect(await world.db.account.findUniqueOrThrow({ where: { id } })).toEqual(before);
  });

  it.each([
    {},
    { plan: "gold" },
    { licensedAssets: -1 },
    { licensedAssets: 1.5 },
    { requestsPerMinute: 0 },
    { requestsPerIp: 1e12 },
    { licensedAssets: "7" },
  ])("refuses %j", async (input) => {
    expect(codeOf(await setAccount(world.acme.operator.context, input))).toBe("invalid_input");
  });

  it("change nothing when the audit trail cannot be written, and not for who is not signed in", async () => {
    const before = await world.dump();
    await withUnwritableAudit(world, () =>
      expect(setAccount(world.acme.operator.context, { licensedAssets: 1 })).rejects.toThrow(),
    );
    expect(codeOf(await setAccount(world.stranger, { licensedAssets: 1 }))).toBe("unauthenticated");
    expect(
      codeOf(await setAccount(world.cli, { licensedAssets: 1 }, { accountId: crypto.randomUUID() })),
    ).toBe("not_found");
    expect(await world.dump()).toBe(before);
  });
});

test("what a lower plan would stop is counted: active tokens of the higher types, enabled clients", async () => {
  const { acme, other, stranger } = world;
  const before = unwrap(await loadPlanUse(acme.auditor.context));
  expect(before).toEqual({
    tokens: [
      { type: "organization", count: { count: 0, exact: true } },
      { type: "account", count: { count: 0, exact: true } },
    ],
    clients: 0,
  });
  await world.db.account.update({ where: { id: acme.accountId }, data: { plan: "platform" } });
  await makeToken(acme, { type: "organization" });
  await makeTokenInState(world, acme, "disabled", { type: "organization" });
  await makeToken(acme, { type: "account" });
  await makeApiClient(acme);
  const disabled = await makeApiClient(acme, "Disabled");
  unwrap(await disableApiClient(acme.administrator.context, { apiClientId: disabled.id }));
  const after = unwrap(await loadPlanUse(acme.auditor.context));
  expect(after.tokens.map(({ count }) => count.count)).toEqual([1, 1]);
  expect(after.clients).toBe(1);
  expect(unwrap(await loadPlanUse(other.administrator.context))).toEqual(before);
  expect(codeOf(await loadPlanUse(acme.member.context))).toBe("forbidden");
  expect(codeOf(await loadPlanUse(stranger))).toBe("unauthenticated");
});

describe("accounts", () => {
  it("are read by administrators and auditors, each the own one, and by no member", async () => {
    for (const person of [world.acme.administrator, world.acme.auditor])
      expect(unwrap(await loadAccount(person.context))).toMatchObject({ id: world.acme.accountId });
    expect(unwrap(await loadAccount(world.other.administrator.context)).id).toBe(world.other.accountId);
    expect(codeOf(await loadAccount(world.acme.member.context))).toBe("forbidden");
    expect(codeOf(await loadAccount(world.stranger))).toBe("unauthenticated");
  });

  it("are made by programs of the deployment, not by anybody signed in", async () => {
    const { id, locator } = unwrap(await createAccount(world.cli, { name: "Cedar Ltd", plan: "platform" }));
    expect(locator).toMatch(/^[0-9A-Za-z]{8}$/);
    expect(await world.db.account.findUniqueOrThrow({ where: { id } })).toMatchObject({ plan: "platform" });
    for (const context of [world.acme.operator.context, world.acme.administrator.context])
      expect(codeOf(await createAccount(context, { name: "X" }))).toBe("forbidden");
    expect(codeOf(await createAccount(world.stranger, { name: "X" }))).toBe("unauthenticated");
    expect(codeOf(await createAccount(world.cli, { name: "" }))).toBe("invalid_input");
    await withUnwritableAudit(world, () => expect(createAccount(world.cli, { name: "X" })).rejects.toThrow());
    expect(await world.db.account.count({ where: { name: "X" } })).toBe(0);
  });

  it("are found by id, locator or exact name; without a name only while there is one", async () => {
    const { accountId: id, locator } = world.acme;
    for (const reference of [id, locator, "Acme Ltd"])
      expect(unwrap(await findAccount(world.db, reference))).toMatchObject({ id });
    expect(await findAccount(world.db, null)).toMatchObject({
      refusal: { code: "invalid_input", message: expect.stringContaining(locator) },
    });
    expect(codeOf(await findAccount(world.db, "acme"))).toBe("not_found");
  });
});
