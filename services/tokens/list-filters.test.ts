import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import type { TokenQueryInput } from "@/domain/tokens/query-choices";
import { tokenStatus, tokenStatuses } from "@/domain/tokens/status";
import { type TokenCountName, tokenCountQueries } from "@/domain/tokens/token-counts";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { makeToken, noteUse, unwrap } from "@/services/testing/tokens";
import type { Tenant } from "@/services/testing/world";
import { countTokens } from "@/services/tokens/counts";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { loadTokenFilterOptions } from "@/services/tokens/filter-options";
import { listTokens } from "@/services/tokens/list";

const desk = openTenantPerTest();
const at = (days: number) => desk.inSeconds(days * 86_400);
const list = async (query: unknown) => unwrap(await listTokens(desk.tenant.auditor.context, query));
const names = async (query: unknown) => (await list(query)).rows.map((row) => row.name);

test("the status filter and the badge agree for every combination of facts", async () => {
  const moments = [
    null,
    new Date(desk.world.clock.now.getTime() - 1),
    desk.world.clock.now,
    new Date(desk.world.clock.now.getTime() + 1),
  ];
  const facts = moments.flatMap((disabledAt) =>
    moments.flatMap((notBefore) =>
      moments.flatMap((expiresAt) =>
        [null, at(-1)].map((deletedAt) => ({ disabledAt, notBefore, expiresAt, deletedAt })),
      ),
    ),
  );
  const first = await makeToken(desk.tenant, { name: "active" });
  const template = await desk.world.db.token.findUniqueOrThrow({ where: { id: first.id } });
  await desk.world.db.token.createMany({
    data: facts.map((fact, i) => ({
      ...template,
      ...fact,
      id: `00000000-0000-7000-8000-${desk.tenant.accountId.slice(-6)}${String(i).padStart(6, "0")}`,
      requestKey: null,
      name: tokenStatus(fact, desk.world.clock.now),
      createdAt: at(-2),
    })),
  });
  const all = await desk.world.db.token.findMany({ where: { accountId: desk.tenant.accountId } });
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...tokenStatuses), { minLength: 1 }), async (status) => {
      const page = await list({ status, pageSize: 100 });
      expect(page.total).toBe(
        all.filter((token) => status.includes(tokenStatus(token, desk.world.clock.now))).length,
      );
      for (const row of page.rows)
        expect([row.name, status]).toEqual([row.status, expect.arrayContaining([row.status])]);
    }),
    { numRuns: 40 },
  );
});

describe("filters", () => {
  let ids: Record<string, string>;
  beforeEach(async () => {
    const { member, otherAdministrator, templateUserId } = desk.tenant;
    const make = async (name: string, wanted: Parameters<typeof makeToken>[1] = {}) =>
      (await makeToken(desk.tenant, { name, ...wanted })).id;
    ids = {
      old: await make("old"),
      fresh: await make("fresh", { by: otherAdministrator }),
      soon: await make("soon", { expiresAt: at(14) }),
      later: await make("later", { expiresAt: new Date(at(14).getTime() + 1) }),
      mine: await make("mine", { type: "personal", by: member }),
      bound: await make("bound", { type: "organization" }),
      usedOld: await make("usedOld"),
    };
    for (const name of ["old", "usedOld"]) await desk.alterToken(ids[name]!, { createdAt: at(-200) });
    await noteUse(desk.world, ids.usedOld!, at(-91));
    await noteUse(desk.world, ids.soon!, at(-0.5));
    await noteUse(desk.world, ids.later!, at(-5));
    expect(templateUserId).toBeTruthy();
  });
  const cases: [TokenQueryInput | ((t: Tenant) => TokenQueryInput), string[]][] = [
    [{ expiring: "soon" }, ["soon"]],
    [{ expiring: "never" }, ["bound", "fresh", "mine", "old", "usedOld"]],
    [{ lastUsed: "never" }, ["bound", "fresh", "mine", "old"]],
    [{ lastUsed: "24h" }, ["soon"]],
    [{ lastUsed: "7d" }, ["later", "soon"]],
    [{ lastUsed: "30d" }, ["later", "soon"]],
    [{ lastUsed: "unused90" }, ["old", "usedOld"]],
    [{ type: ["personal", "organization"] }, ["bound", "mine"]],
    [(t) => ({ createdBy: [t.otherAdministrator.userId, t.member.userId] }), ["fresh", "mine"]],
    [(t) => ({ actsAs: [t.member.userId] }), ["mine"]],
    [
      (t) => ({ actsAs: [t.templateUserId], lastUsed: "24h", expiring: "soon", sort: "lastUsedAt" }),
      ["soon"],
    ],
  ];
  test.each(cases)("%o", async (query, expected) => {
    const asked = typeof query === "function" ? query(desk.tenant) : query;
    expect((await names(asked)).sort()).toEqual(expected);
  });

  test("ownerGone: the user it acts as, or its creator, is no longer active in the account", async () => {
    expect(await names({ ownerGone: true })).toEqual([]);
    await desk.world.db.membership.update({
      where: { userId_accountId: { userId: desk.tenant.member.userId, accountId: desk.tenant.accountId } },
      data: { disabledAt: at(0) },
    });
    await desk.world.db.user.update({
      where: { id: desk.tenant.otherAdministrator.userId },
      data: { disabledAt: at(0) },
    });
    expect((await names({ ownerGone: true })).sort()).toEqual(["fresh", "mine"]);
    const rows = (await list({ ownerGone: true })).rows;
    expect(rows.every((row) => !row.creatorActive)).toBe(true);
    expect(rows.find((row) => row.name === "mine")?.actsAsActive).toBe(false);
  });

  test("every count is the number of rows that its own query lists", async () => {
    unwrap(await disableToken(desk.tenant.administrator.context, { tokenId: ids.fresh! }));
    unwrap(await deleteToken(desk.tenant.administrator.context, { tokenId: ids.old! }));
    const counts = unwrap(await countTokens(desk.tenant.auditor.context));
    for (const [name, query] of Object.entries(tokenCountQueries)) {
      expect([name, counts[name as TokenCountName]]).toEqual([
        name,
        { count: (await list(query)).total, exact: true },
      ]);
    }
    expect(counts).toMatchObject({
      live: { count: 6 },
      active: { count: 5 },
      deleted: { count: 1 },
      unused: { count: 1 },
    });
  });

  test("the filter offers the users whom tokens of this account act as, and those who made them", async () => {
    const options = unwrap(await loadTokenFilterOptions(desk.tenant.auditor.context));
    expect(options.actsAs.map((each) => each.name)).toEqual([
      desk.tenant.member.name,
      desk.tenant.templateUserName,
    ]);
    expect(options.createdBy.map((each) => each.name)).toEqual([
      desk.tenant.administrator.name,
      desk.tenant.otherAdministrator.name,
      desk.tenant.member.name,
    ]);
  });
});
