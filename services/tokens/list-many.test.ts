import { afterAll, beforeAll, expect, test } from "vitest";
import { readCsv } from "@/domain/text/read-csv";
import { tokenSorts } from "@/domain/tokens/query-choices";
import { takeExport } from "@/services/testing/exports";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { unwrap } from "@/services/testing/tokens";
import { actOnTokens } from "@/services/tokens/bulk";
import { countTokens } from "@/services/tokens/counts";
import { listTokens } from "@/services/tokens/list";
import { revokeAllTokens } from "@/services/tokens/revoke-all";
import { loadRevokeAllFacts } from "@/services/tokens/revoke-all-facts";

/* More tokens than totals are exact for: here pages are read along the order's index, from either end. */
const many = 10_120;
let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
  const { accountId, templateUserId } = world.acme;
  await world.run(
    `INSERT INTO "Token" ("id", "accountId", "type", "name", "actsAsUserId", "createdByName", "createdAt", "updatedAt", "disabledAt",
       "expiresAt", "ipAllowList", "prefix", "last4")
     SELECT gen_random_uuid(), $1, 'impersonation', (ARRAY['beta','Alpha','gamma'])[1 + k % 3] || ' ' || k % 700, $2, 'Ada ' || k % 5,
       made, made, CASE WHEN k % 4 = 0 THEN made END, CASE WHEN k % 3 > 0 THEN $3::timestamptz + (k % 90 - 40) * interval '1 day' END,
       '{}', 'IK', lpad((k % 10000)::text, 4, '0')
     FROM (SELECT k, $3::timestamptz - interval '400 days' + (k / 3) * interval '1 minute' AS made FROM generate_series(1, $4::int) k) k`,
    [accountId, templateUserId, world.clock.now, many],
  );
  await world.run(
    `INSERT INTO "TokenActivity" ("tokenId", "accountId", "lastUsedAt")
       SELECT "id", $1, CASE WHEN hashtext("id"::text) % 3 <> 0 THEN $2::timestamptz - (abs(hashtext("id"::text)) % 200) * interval '1 day' END
       FROM "Token" WHERE "accountId" = $1`,
    [accountId, world.clock.now],
  );
  await world.run(`INSERT INTO "TokenSecret" ("id", "tokenId", "digest", "pepperId", "prefix", "last4", "createdAt")
    SELECT gen_random_uuid(), "id", sha256(uuid_send("id")), 1, "prefix", "last4", "createdAt" FROM "Token"`);
});
afterAll(() => world.close());

/** The orders in words of their own: NULL never expires and so comes last, or was never used and so comes first. */
const orders: Record<(typeof tokenSorts)[number], { asc: string; desc: string }> = {
  name: { asc: `lower(t."name") COLLATE "C", t."id"`, desc: `lower(t."name") COLLATE "C" DESC, t."id" DESC` },
  createdAt: { asc: `t."createdAt", t."id"`, desc: `t."createdAt" DESC, t."id" DESC` },
  lastUsedAt: {
    asc: `a."lastUsedAt" ASC NULLS FIRST, t."id"`,
    desc: `a."lastUsedAt" DESC NULLS LAST, t."id" DESC`,
  },
  expiresAt: {
    asc: `t."expiresAt" ASC NULLS LAST, t."id"`,
    desc: `t."expiresAt" DESC NULLS FIRST, t."id" DESC`,
  },
  createdBy: {
    asc: `lower(t."createdByName") COLLATE "C", t."id"`,
    desc: `lower(t."createdByName") COLLATE "C" DESC, t."id" DESC`,
  },
};
const list = async (query: unknown) => unwrap(await listTokens(world.acme.auditor.context, query));

test.each(tokenSorts.flatMap((sort) => (["asc", "desc"] as const).map((dir) => [sort, dir] as const)))(
  "by %s %s, pages from either end are cut from the one order",
  async (sort, dir) => {
    const rows = await world.run(
      `SELECT t."id" FROM "Token" t JOIN "TokenActivity" a ON a."tokenId" = t."id" WHERE t."accountId" = $1 ORDER BY ${orders[sort][dir]}`,
      [world.acme.accountId],
    );
    const all = rows.map((row) => row.id);
    const ids = async (page: number | string) =>
      (await list({ sort, dir, page, pageSize: 100 })).rows.map((row) => row.id);
    expect(await ids(1)).toEqual(all.slice(0, 100));
    expect(await ids(7)).toEqual(all.slice(600, 700));
    expect(await ids(102)).toEqual(all.slice(10_100));
    expect(await ids("last")).toEqual(all.slice(-100));
    expect(await ids("last-3")).toEqual(all.slice(-400, -300));
    expect(await ids(5000)).toEqual(all.slice(-100));
    expect(await ids("last-5000")).toEqual(all.slice(0, 100));
  },
);

test.each(["name", "createdAt", "lastUsedAt"] as const)(
  "disabled ones of a type by their use, by %s: few with their number, many with more than that, cut from the one order",
  async (sort) => {
    for (const [lastUsed, condition, isExact] of [
      ["30d", `a."lastUsedAt" >= $2::timestamptz - interval '30 days'`, true],
      ["unused90", `COALESCE(a."lastUsedAt", '-infinity') < $2::timestamptz - interval '90 days'`, false],
    ] as const) {
      const rows = await world.run(
        `SELECT t."id" FROM "Token" t JOIN "TokenActivity" a ON a."tokenId" = t."id"
         WHERE t."accountId" = $1 AND t."disabledAt" IS NOT NULL AND ${condition} ORDER BY ${orders[sort].desc}`,
        [world.acme.accountId, world.clock.now],
      );
      const all = rows.map((row) => row.id);
      const ask = { sort, type: ["impersonation"], status: ["disabled"], lastUsed };
      const first = await list(ask);
      expect(first).toMatchObject({ total: isExact ? all.length : 500, totalIsExact: isExact });
      expect(first.rows.map(({ id }) => id)).toEqual(all.slice(0, 50));
      const second = await list({ ...ask, page: 2 });
      expect(second.rows.map(({ id }) => id)).toEqual(all.slice(50, 100));
      const atEnd = await list({ ...ask, page: "last-1" });
      const size = isExact ? ((all.length - 1) % 50) + 1 : 50;
      expect(atEnd.rows.map(({ id }) => id)).toEqual(all.slice(-50 - size).slice(0, 50));
    }
  },
);

test("two letters find the beginnings of names and of last 4, each once", async () => {
  for (const q of ["00", "07", "be 1", "zz"]) {
    const rows = await world.run(
      `SELECT t."id" FROM "Token" t WHERE t."accountId" = $1 AND (lower(t."name") LIKE $2 OR t."last4" LIKE $2)
       ORDER BY ${orders.name.asc}`,
      [world.acme.accountId, `${q}%`],
    );
    const found = await list({ q, sort: "name", dir: "asc", pageSize: 100 });
    expect(found).toMatchObject({ total: rows.length, totalIsExact: true });
    expect(found.rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).slice(0, 100));
  }
  await world.run(`UPDATE "Token" SET "name" = '00' WHERE "accountId" = $1 AND "last4" = '0007'`, [
    world.acme.accountId,
  ]);
  const both = await list({ q: "00", sort: "name", dir: "asc" });
  expect(new Set(both.rows.map(({ id }) => id)).size).toBe(50);
  expect(both.rows[0]!.name).toBe("00");
});

test("a total beyond what is counted is said to be more, and pages then have no number from the other end", async () => {
  expect(await list({})).toMatchObject({
    total: 10_000,
    totalIsExact: false,
    pageCount: null,
    page: 1,
    pageFromEnd: null,
  });
  expect(await list({ page: "last-2" })).toMatchObject({ page: null, pageFromEnd: 2 });
  expect(await list({ page: 5000 })).toMatchObject({ page: null, pageFromEnd: 0 });
  expect(await list({ page: "last-5000" })).toMatchObject({ page: 1, pageFromEnd: null });
  expect(await list({ q: "ada" })).toMatchObject({ total: 5000, totalIsExact: false });
  expect(await list({ q: "ada", type: ["impersonation"] })).toMatchObject({
    total: 2500,
    totalIsExact: false,
  });
  expect(await list({ status: ["disabled"], sort: "name", dir: "asc" })).toMatchObject({
    total: 2530,
    totalIsExact: true,
  });
  expect(unwrap(await countTokens(world.acme.auditor.context)).live).toEqual({ count: 10_000, exact: false });
  expect(unwrap(await loadRevokeAllFacts(world.acme.administrator.context))).toEqual({
    count: many,
    ofClients: 0,
  });
});

test("the export holds every one of them once, newest first", async () => {
  const { text } = await takeExport(world.acme.auditor.context, { what: "tokens", format: "csv" });
  const [header, ...lines] = readCsv(text);
  const idColumn = header!.findIndex((name) => /^id$/i.test(name));
  const rows = await world.run(
    `SELECT "id" FROM "Token" WHERE "accountId" = $1 ORDER BY "createdAt" DESC, "id" DESC`,
    [world.acme.accountId],
  );
  expect(lines.map((line) => line[idColumn])).toEqual(rows.map((row) => row.id));
});

test("500 tokens are acted on at once, and 501 are too many", async () => {
  const rows = await world.run(`SELECT "id" FROM "Token" WHERE "disabledAt" IS NULL LIMIT 501`);
  const tokenIds = rows.map((row) => row.id);
  const context = world.acme.administrator.context;
  expect(await actOnTokens(context, { tokenIds, action: "disable" })).toMatchObject({
    refusal: { code: "invalid_input" },
  });
  const done = await actOnTokens(context, { tokenIds: tokenIds.slice(1), action: "disable" });
  expect(unwrap(done)).toEqual({ changed: 500, unchanged: 0 });
  expect(await world.db.auditEvent.count({ where: { action: "token.disable" } })).toBe(500);
});

test("revoke all deletes every one of them in one transaction, with an event for each and one for the whole", async () => {
  const result = await revokeAllTokens(world.acme.administrator.context, { confirmation: String(many) });
  expect(unwrap(result)).toEqual({ count: many });
  expect(await world.db.token.count({ where: { accountId: world.acme.accountId, deletedAt: null } })).toBe(0);
  expect(await world.db.tokenSecret.count({ where: { destroyedAt: null } })).toBe(0);
  expect(await world.db.auditEvent.count({ where: { action: "token.delete" } })).toBe(many);
  expect(await world.db.auditEvent.count({ where: { action: "token.revoke_all" } })).toBe(1);
}, 120_000);
