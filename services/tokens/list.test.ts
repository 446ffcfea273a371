import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { tokenStatus, tokenStatuses } from "@/domain/tokens/status";
import { type TokenCountName, type TokenQueryInput, tokenCountQueries } from "@/domain/tokens/token-query";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, noteUse, unwrap } from "@/services/testing/tokens";
import { createTenant, type Tenant } from "@/services/testing/world";
import { countTokens } from "@/services/tokens/counts";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { loadTokenFilterOptions } from "@/services/tokens/filter-options";
import { listTokens } from "@/services/tokens/list";
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

const day = 86_400_000;
const at = (days: number) => new Date(world.clock.now.getTime() + days * day);
const list = async (query: unknown) => unwrap(await listTokens(tenant.auditor.context, query));
const names = async (query: unknown) => (await list(query)).rows.map((row) => row.name);

/** Moves facts of a token past the services, which only know the present. */
async function alter(id: string, data: Parameters<OpenWorld["db"]["token"]["update"]>[0]["data"]) {
  await world.db.token.update({ where: { id }, data });
}

test("a row tells what the grid shows, and never more of the secret than prefix and last 4", async () => {
  const token = await makeToken(tenant, { name: "Nightly sync", notes: "warehouse job", expiresAt: at(6) });
  await noteUse(world, token.id, at(0), "10.0.0.4");
  await world.db.usageHour.createMany({
    data: [
      {
        tokenId: token.id,
        accountId: tenant.accountId,
        hour: new Date("2026-06-15T10:00:00Z"),
        verdict: "valid",
        count: 3,
      },
      {
        tokenId: token.id,
        accountId: tenant.accountId,
        hour: new Date("2026-06-15T10:00:00Z"),
        verdict: "expired",
        count: 2,
      },
      {
        tokenId: token.id,
        accountId: tenant.accountId,
        hour: new Date("2026-06-14T11:00:00Z"),
        verdict: "valid",
        count: 9,
      },
      {
        tokenId: token.id,
        accountId: tenant.accountId,
        hour: new Date("2026-06-14T10:00:00Z"),
        verdict: "valid",
        count: 100,
      },
    ],
  });
  const page = await list({});
  expect(page).toMatchObject({
    total: 1,
    totalIsExact: true,
    page: 1,
    pageFromEnd: 0,
    pageCount: 1,
    pageSize: 50,
  });
  const row = page.rows[0]!;
  expect(row).toMatchObject({
    id: token.id,
    type: "impersonation",
    name: "Nightly sync",
    notes: "warehouse job",
    prefix: "IK",
    last4: token.secret.slice(-4),
    status: "active",
    createdByName: tenant.administrator.name,
    createdById: tenant.administrator.userId,
    creatorActive: true,
    actsAsName: tenant.templateUserName,
    actsAsActive: true,
    organizationName: null,
    lastIp: "10.0.0.4",
    lastUsedAt: at(0),
    graceUntil: null,
  });
  expect(row.hours.valid).toEqual([9, ...Array(22).fill(0), 3]);
  expect(row.hours.refused).toEqual([...Array(23).fill(0), 2]);
  expect(JSON.stringify(page)).not.toContain(token.secret.slice(12, -4));
});

test("another account's tokens are never in it, whatever is asked", async () => {
  await makeToken(world.other, { name: "Foreign sync" });
  const own = await makeToken(tenant, { name: "Own sync" });
  expect(await names({})).toEqual(["Own sync"]);
  expect(await names({ q: "sync" })).toEqual(["Own sync"]);
  expect(await names({ accountId: world.other.accountId })).toEqual(["Own sync"]);
  const foreign = await makeToken(world.other);
  expect(await names({ ids: [foreign.id, own.id] })).toEqual(["Own sync"]);
  expect(await names({ q: foreign.id })).toEqual([]);
  expect(await names({ q: foreign.secret })).toEqual([]);
});

test("gateway tokens are not in it", async () => {
  const token = await makeToken(tenant, { type: "account" });
  await world.run(`ALTER TABLE "Token" DISABLE TRIGGER "Token_guard"`);
  await world.run(`UPDATE "Token" SET "type" = 'gateway' WHERE "id" = $1`, [token.id]);
  await world.run(`ALTER TABLE "Token" ENABLE TRIGGER "Token_guard"`);
  expect(await names({})).toEqual([]);
  expect(codeOf(await disableToken(tenant.administrator.context, { tokenId: token.id }))).toBe("not_found");
  expect(codeOf(await rotateToken(tenant.administrator.context, { tokenId: token.id }))).toBe("not_found");
  expect(codeOf(await deleteToken(tenant.administrator.context, { tokenId: token.id }))).toBe("not_found");
});

test("what an API client obtained is not in it, and is found by its whole token only", async () => {
  const own = await makeToken(tenant, { type: "account", name: "Own sync" });
  const obtained = await makeToken(tenant, { type: "account", name: "Client sync" });
  const client = await world.db.apiClient.create({
    data: {
      id: crypto.randomUUID(),
      accountId: tenant.accountId,
      name: "Nightly job",
      clientId: `client-${obtained.id}`,
      digest: new Uint8Array(Buffer.from(obtained.id.replaceAll("-", "").repeat(2), "hex")),
      pepperId: 1,
      last4: "abcd",
      createdAt: at(0),
      createdByName: "A. Varga",
      updatedAt: at(0),
    },
  });
  await alter(obtained.id, { apiClientId: client.id });
  expect(await names({})).toEqual([own.name]);
  expect(await names({ q: "sync", type: ["account"] })).toEqual([own.name]);
  expect((await list({})).total).toBe(1);
  expect(unwrap(await countTokens(tenant.auditor.context)).active).toEqual({ count: 1, exact: true });
  expect(await names({ q: obtained.secret })).toEqual([obtained.name]);
});

describe("order", () => {
  const expected: Record<string, string[]> = {
    // Ascending; never expiring is the last to expire, never used the oldest use, letters without case.
    name: ["alpha", "Beta", "gamma"],
    createdAt: ["gamma", "alpha", "Beta"],
    lastUsedAt: ["Beta", "alpha", "gamma"],
    expiresAt: ["Beta", "gamma", "alpha"],
    createdBy: ["gamma", "Beta", "alpha"],
  };
  beforeEach(async () => {
    const { administrator, otherAdministrator, operator } = tenant;
    const alpha = await makeToken(tenant, { name: "alpha", by: operator });
    const beta = await makeToken(tenant, { name: "Beta", by: otherAdministrator, expiresAt: at(3) });
    const gamma = await makeToken(tenant, { name: "gamma", by: administrator, expiresAt: at(5) });
    await alter(gamma.id, { createdAt: at(-9) });
    await alter(alpha.id, { createdAt: at(-5) });
    await alter(beta.id, { createdAt: at(-1) });
    await noteUse(world, alpha.id, at(-2));
    await noteUse(world, gamma.id, at(-1));
  });
  test.each(Object.keys(expected))("by %s in both directions", async (sort) => {
    expect(await names({ sort, dir: "asc" })).toEqual(expected[sort]);
    expect(await names({ sort, dir: "desc" })).toEqual([...expected[sort]!].reverse());
  });
});

test("pages from either end are cut from one order, and a page beyond the end is the last", async () => {
  for (let i = 0; i < 60; i++) await makeToken(tenant, { name: `T${String(i).padStart(2, "0")}` });
  const query = { sort: "name", dir: "asc", pageSize: 25 };
  const all = await names({ ...query, pageSize: 100 });
  expect(all).toHaveLength(60);
  expect(await names({ ...query, page: 1 })).toEqual(all.slice(0, 25));
  expect(await names({ ...query, page: 2 })).toEqual(all.slice(25, 50));
  expect(await names({ ...query, page: 3 })).toEqual(all.slice(50));
  expect(await names({ ...query, page: "last" })).toEqual(all.slice(50));
  expect(await names({ ...query, page: "last-1" })).toEqual(all.slice(25, 50));
  expect(await names({ ...query, page: "last-9" })).toEqual(all.slice(0, 25));
  expect(await list({ ...query, page: 999 })).toMatchObject({
    page: 3,
    pageFromEnd: 0,
    pageCount: 3,
    total: 60,
  });
});

test("the status filter and the badge agree for every combination of facts", async () => {
  const moments = [
    null,
    new Date(world.clock.now.getTime() - 1),
    world.clock.now,
    new Date(world.clock.now.getTime() + 1),
  ];
  const facts = moments.flatMap((disabledAt) =>
    moments.flatMap((notBefore) =>
      moments.flatMap((expiresAt) =>
        [null, at(-1)].map((deletedAt) => ({ disabledAt, notBefore, expiresAt, deletedAt })),
      ),
    ),
  );
  const first = await makeToken(tenant, { name: "active" });
  const template = await world.db.token.findUniqueOrThrow({ where: { id: first.id } });
  await world.db.token.createMany({
    data: facts.map((fact, i) => ({
      ...template,
      ...fact,
      id: `00000000-0000-7000-8000-${tenant.accountId.slice(-6)}${String(i).padStart(6, "0")}`,
      requestKey: null,
      name: tokenStatus(fact, world.clock.now),
      createdAt: at(-2),
    })),
  });
  const all = await world.db.token.findMany({ where: { accountId: tenant.accountId } });
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.constantFrom(...tokenStatuses), { minLength: 1 }), async (status) => {
      const page = await list({ status, pageSize: 100 });
      expect(page.total).toBe(
        all.filter((token) => status.includes(tokenStatus(token, world.clock.now))).length,
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
    const { member, otherAdministrator, templateUserId } = tenant;
    const make = async (name: string, wanted: Parameters<typeof makeToken>[1] = {}) =>
      (await makeToken(tenant, { name, ...wanted })).id;
    ids = {
      old: await make("old"),
      fresh: await make("fresh", { by: otherAdministrator }),
      soon: await make("soon", { expiresAt: at(14) }),
      later: await make("later", { expiresAt: new Date(at(14).getTime() + 1) }),
      mine: await make("mine", { type: "personal", by: member }),
      bound: await make("bound", { type: "organization" }),
      usedOld: await make("usedOld"),
    };
    for (const name of ["old", "usedOld"]) await alter(ids[name]!, { createdAt: at(-200) });
    await noteUse(world, ids.usedOld!, at(-91));
    await noteUse(world, ids.soon!, at(-0.5));
    await noteUse(world, ids.later!, at(-5));
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
    const asked = typeof query === "function" ? query(tenant) : query;
    expect((await names(asked)).sort()).toEqual(expected);
  });

  test("ownerGone: the user it acts as, or its creator, is no longer active in the account", async () => {
    expect(await names({ ownerGone: true })).toEqual([]);
    await world.db.membership.update({
      where: { userId_accountId: { userId: tenant.member.userId, accountId: tenant.accountId } },
      data: { disabledAt: at(0) },
    });
    await world.db.user.update({
      where: { id: tenant.otherAdministrator.userId },
      data: { disabledAt: at(0) },
    });
    expect((await names({ ownerGone: true })).sort()).toEqual(["fresh", "mine"]);
    const rows = (await list({ ownerGone: true })).rows;
    expect(rows.every((row) => !row.creatorActive)).toBe(true);
    expect(rows.find((row) => row.name === "mine")?.actsAsActive).toBe(false);
  });

  test("every count is the number of rows that its own query lists", async () => {
    unwrap(await disableToken(tenant.administrator.context, { tokenId: ids.fresh! }));
    unwrap(await deleteToken(tenant.administrator.context, { tokenId: ids.old! }));
    const counts = unwrap(await countTokens(tenant.auditor.context));
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
    const options = unwrap(await loadTokenFilterOptions(tenant.auditor.context));
    expect(options.actsAs.map((each) => each.name)).toEqual([tenant.member.name, tenant.templateUserName]);
    expect(options.createdBy.map((each) => each.name)).toEqual([
      tenant.administrator.name,
      tenant.otherAdministrator.name,
      tenant.member.name,
    ]);
  });
});

test.each([
  [{ page: -1 }, "page"],
  [{ sort: "passwordHash" }, "sort"],
  [{ pageSize: 1_000_000 }, "pageSize"],
  [{ status: ["sleeping"] }, "status"],
  [{ q: "a\0" }, "q"],
])("%j is refused as invalid_input naming the field", async (query, field) => {
  const result = await listTokens(tenant.auditor.context, query);
  expect(result.ok).toBe(false);
  if (!result.ok) {
    expect(result.refusal.code).toBe("invalid_input");
    expect(Object.keys(result.refusal.fields ?? {})[0]).toMatch(new RegExp(`^${field}`));
  }
});
