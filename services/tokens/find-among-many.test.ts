import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tokenSorts } from "@/domain/tokens/query-choices";
import { exactSearchTotalMax, tokenQuerySchema } from "@/domain/tokens/token-query";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { unwrap } from "@/services/testing/tokens";
import type { Tenant } from "@/services/testing/world";
import { rowsWalkedMax } from "@/services/tokens/find-among-many";
import { listTokens } from "@/services/tokens/list";
import { boundedWalkStatement } from "@/services/tokens/page-statements";

/* More tokens without the searched text than a walk reads, and the matches together behind them, at either end of each order. */
const strangers = Math.ceil((rowsWalkedMax + 100) * 1.5);
const matches = 7_200;
let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
  for (const tenant of [world.acme, world.other]) await seed(tenant);
  await world.run("ANALYZE");
});
afterAll(() => world.close());

/**
 * "probe" is in the middle of some names, last by name; "Zoe" made them, last by creator; they are the newest of some months, the
 * last used and the last to expire. Of three that belong together, each has the same keys; two in seven are deleted.
 */
async function seed({ accountId, templateUserId, member }: Tenant): Promise<void> {
  await world.run(
    `INSERT INTO "Token" ("id", "accountId", "type", "name", "notes", "actsAsUserId", "createdById", "createdByName", "createdAt",
       "updatedAt", "expiresAt", "deletedAt", "ipAllowList", "prefix", "last4")
     SELECT gen_random_uuid(), $1, 'impersonation', CASE WHEN found THEN 'night probe ' ELSE 'morning job ' END || n / 3, '', $2,
       CASE WHEN found THEN $3::uuid END, CASE WHEN found THEN 'Zoe' ELSE 'Ada' END, made, made, made + interval '500 days',
       CASE WHEN n % 7 < 2 THEN made END, '{}', 'IK', '0000'
     FROM (SELECT n, n > $5::int AS found, $4::timestamptz - interval '400 days' + (n / 3) * interval '20 minutes' AS made
           FROM generate_series(1, $6::int) n) token`,
    [accountId, templateUserId, member.userId, world.clock.now, strangers, strangers + matches],
  );
  await world.run(
    `INSERT INTO "TokenActivity" ("tokenId", "accountId", "lastUsedAt") SELECT "id", "accountId", "createdAt" FROM "Token" WHERE "accountId" = $1`,
    [accountId],
  );
}

/** The orders in words of their own. */
const keys: Record<(typeof tokenSorts)[number], string> = {
  name: `lower("name") COLLATE "C"`,
  createdAt: `"createdAt"`,
  lastUsedAt: `"createdAt"`,
  expiresAt: `"expiresAt"`,
  createdBy: `"createdByName"`,
};
const ways = tokenSorts.flatMap((sort) => (["asc", "desc"] as const).map((dir) => ({ sort, dir })));

describe.each(ways)("by $sort $dir", ({ sort, dir }) => {
  test.each([
    ["a search", () => ({ q: "PROBE" })],
    ["a search of one letter", () => ({ q: "n" })],
    ["a search with a filter", ({ member }: Tenant) => ({ q: "probe", createdBy: [member.userId] })],
    ["two filters", ({ member }: Tenant) => ({ type: ["impersonation"], createdBy: [member.userId] })],
  ] as const)("%s finds each page of matches that lie together, from either end", async (_, filterFor) => {
    const tenant = world.acme;
    const order =
      !("q" in filterFor(tenant)) || sort === "createdAt"
        ? ({ sort, dir, because: "asked" } as const)
        : ({ sort: "createdAt", dir: "desc", because: "too_many_matches" } as const);
    const rows = await world.run(
      `SELECT "id" FROM "Token" WHERE "accountId" = $1 AND "createdByName" = 'Zoe' AND "deletedAt" IS NULL
       ORDER BY ${keys[order.sort]} ${order.dir}, "id" ${order.dir}`,
      [tenant.accountId],
    );
    const all = rows.map((row) => row.id);
    const page = async (address: number | string) => {
      const query = { ...filterFor(tenant), sort, dir, page: address, pageSize: 100 };
      const found = unwrap(await listTokens(tenant.auditor.context, query));
      expect(found).toMatchObject({ totalIsExact: false, order });
      return found.rows.map((row) => row.id);
    };
    const pages = Math.ceil(all.length / 100);
    expect(await page(1)).toEqual(all.slice(0, 100));
    expect(await page(2)).toEqual(all.slice(100, 200));
    expect(await page(pages)).toEqual(all.slice((pages - 1) * 100));
    expect(await page("last")).toEqual(all.slice(-100));
    expect(await page("last-5")).toEqual(all.slice(-600, -500));
    expect(await page(pages + 9)).toEqual(all.slice(-100));
    expect(await page(`last-${pages}`)).toEqual(all.slice(0, 100));
  });
});

test("these matches lie further from one end than a walk goes", async () => {
  for (const { sort } of ways) {
    const query = tokenQuerySchema.parse({ q: "probe", sort, dir: "asc" });
    const facts = {
      accountId: world.acme.accountId,
      organizationId: null,
      now: world.clock.now,
      goneUserIds: [],
    };
    expect(await world.db.$queryRaw(boundedWalkStatement(query, facts, query.page, rowsWalkedMax))).toEqual(
      [],
    );
  }
});

test("deleted ones are found where they are asked for, alone or among the others", async () => {
  const { accountId, auditor } = world.acme;
  for (const [status, condition] of [
    [["deleted"], `"deletedAt" IS NOT NULL`],
    [["active", "deleted"], "true"],
  ] as const) {
    const rows = await world.run(
      `SELECT "id" FROM "Token" WHERE "accountId" = $1 AND "createdByName" = 'Ada' AND ${condition} ORDER BY "createdAt", "id" LIMIT 25`,
      [accountId],
    );
    const query = { q: "morning", status, dir: "asc", pageSize: 25 };
    const found = unwrap(await listTokens(auditor.context, query));
    expect(found.totalIsExact).toBe(false);
    expect(found.rows.map((row) => row.id)).toEqual(rows.map((row) => row.id));
  }
});

test("one match more than can be listed in any order, and each page is listed newest first and says so", async () => {
  const { accountId, auditor } = world.other;
  const live = `"accountId" = $1 AND "createdByName" = 'Zoe' AND "deletedAt" IS NULL`;
  // Of those left, the first so many by id.
  const keep = (count: number) =>
    world.run(
      `UPDATE "Token" SET "deletedAt" = "createdAt" WHERE "id" IN (SELECT "id" FROM "Token" WHERE ${live} ORDER BY "id" OFFSET $2)`,
      [accountId, count],
    );
  const read = async (page: number | string) => {
    const query = { q: "probe", sort: "name", dir: "asc", page };
    const found = unwrap(await listTokens(auditor.context, query));
    return { ...found, ids: found.rows.map((row) => row.id) };
  };
  const listed = async (order: string) =>
    (await world.run(`SELECT "id" FROM "Token" WHERE ${live} ORDER BY ${order}`, [accountId])).map(
      (row) => row.id,
    );
  const total = exactSearchTotalMax;

  await keep(total + 1);
  const newest = await listed(`"createdAt" DESC, "id" DESC`);
  const order = { sort: "createdAt", dir: "desc", because: "too_many_matches" };
  expect(await read(1)).toMatchObject({ total, totalIsExact: false, order, ids: newest.slice(0, 50) });
  expect(await read(2)).toMatchObject({ order, ids: newest.slice(50, 100) });
  expect(await read("last")).toMatchObject({ order, ids: newest.slice(-50) });
  // Until the search is narrowed.
  const narrowed = unwrap(await listTokens(auditor.context, { q: "probe 43", sort: "name", dir: "desc" }));
  expect(narrowed.order).toEqual({ sort: "name", dir: "desc", because: "asked" });

  await keep(total);
  const byName = await listed(`${keys.name}, "id"`);
  const asked = { sort: "name", dir: "asc", because: "asked" };
  expect(await read(1)).toMatchObject({ total, totalIsExact: true, order: asked, ids: byName.slice(0, 50) });
  expect(await read("last")).toMatchObject({ order: asked, pageCount: 100, ids: byName.slice(-50) });
});
