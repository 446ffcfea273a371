import { beforeEach, describe, expect, test } from "vitest";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { codeOf, makeToken, noteUse, unwrap } from "@/services/testing/tokens";
import { countTokens } from "@/services/tokens/counts";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { listTokens } from "@/services/tokens/list";
import { rotateToken } from "@/services/tokens/rotate";

const desk = openTenantPerTest();
const at = (days: number) => desk.inSeconds(days * 86_400);
const list = async (query: unknown) => unwrap(await listTokens(desk.tenant.auditor.context, query));
const names = async (query: unknown) => (await list(query)).rows.map((row) => row.name);

test("a row tells what the grid shows, and never more of the secret than prefix and last 4", async () => {
  const token = await makeToken(desk.tenant, {
    name: "Nightly sync",
    notes: "warehouse job",
    expiresAt: at(6),
  });
  await noteUse(desk.world, token.id, at(0), "10.0.0.4");
  await desk.world.db.usageHour.createMany({
    data: [
      {
        tokenId: token.id,
        accountId: desk.tenant.accountId,
        hour: new Date("2026-06-15T10:00:00Z"),
        verdict: "valid",
        count: 3,
      },
      {
        tokenId: token.id,
        accountId: desk.tenant.accountId,
        hour: new Date("2026-06-15T10:00:00Z"),
        verdict: "expired",
        count: 2,
      },
      {
        tokenId: token.id,
        accountId: desk.tenant.accountId,
        hour: new Date("2026-06-14T11:00:00Z"),
        verdict: "valid",
        count: 9,
      },
      {
        tokenId: token.id,
        accountId: desk.tenant.accountId,
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
    createdByName: desk.tenant.administrator.name,
    createdById: desk.tenant.administrator.userId,
    creatorActive: true,
    actsAsName: desk.tenant.templateUserName,
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
  await makeToken(desk.world.other, { name: "Foreign sync" });
  const own = await makeToken(desk.tenant, { name: "Own sync" });
  expect(await names({})).toEqual(["Own sync"]);
  expect(await names({ q: "sync" })).toEqual(["Own sync"]);
  expect(await names({ accountId: desk.world.other.accountId })).toEqual(["Own sync"]);
  const foreign = await makeToken(desk.world.other);
  expect(await names({ ids: [foreign.id, own.id] })).toEqual(["Own sync"]);
  expect(await names({ q: foreign.id })).toEqual([]);
  expect(await names({ q: foreign.secret })).toEqual([]);
});

test("gateway tokens are not in it", async () => {
  const token = await makeToken(desk.tenant, { type: "account" });
  await desk.world.run(`ALTER TABLE "Token" DISABLE TRIGGER "Token_guard"`);
  await desk.world.run(`UPDATE "Token" SET "type" = 'gateway' WHERE "id" = $1`, [token.id]);
  await desk.world.run(`ALTER TABLE "Token" ENABLE TRIGGER "Token_guard"`);
  expect(await names({})).toEqual([]);
  expect(codeOf(await disableToken(desk.tenant.administrator.context, { tokenId: token.id }))).toBe(
    "not_found",
  );
  expect(codeOf(await rotateToken(desk.tenant.administrator.context, { tokenId: token.id }))).toBe(
    "not_found",
  );
  expect(codeOf(await deleteToken(desk.tenant.administrator.context, { tokenId: token.id }))).toBe(
    "not_found",
  );
});

test("what an API client obtained is not in it, and is found by its whole token only", async () => {
  const own = await makeToken(desk.tenant, { type: "account", name: "Own sync" });
  const obtained = await makeToken(desk.tenant, { type: "account", name: "Client sync" });
  const client = await desk.world.db.apiClient.create({
    data: {
      id: crypto.randomUUID(),
      accountId: desk.tenant.accountId,
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
  await desk.alterToken(obtained.id, { apiClientId: client.id });
  expect(await names({})).toEqual([own.name]);
  expect(await names({ q: "sync", type: ["account"] })).toEqual([own.name]);
  expect((await list({})).total).toBe(1);
  expect(unwrap(await countTokens(desk.tenant.auditor.context)).active).toEqual({ count: 1, exact: true });
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
    const { administrator, otherAdministrator, operator } = desk.tenant;
    const alpha = await makeToken(desk.tenant, { name: "alpha", by: operator });
    const beta = await makeToken(desk.tenant, { name: "Beta", by: otherAdministrator, expiresAt: at(3) });
    const gamma = await makeToken(desk.tenant, { name: "gamma", by: administrator, expiresAt: at(5) });
    await desk.alterToken(gamma.id, { createdAt: at(-9) });
    await desk.alterToken(alpha.id, { createdAt: at(-5) });
    await desk.alterToken(beta.id, { createdAt: at(-1) });
    await noteUse(desk.world, alpha.id, at(-2));
    await noteUse(desk.world, gamma.id, at(-1));
  });
  test.each(Object.keys(expected))("by %s in both directions", async (sort) => {
    expect(await names({ sort, dir: "asc" })).toEqual(expected[sort]);
    expect(await names({ sort, dir: "desc" })).toEqual([...expected[sort]!].reverse());
  });
});

test("pages from either end are cut from one order, and a page beyond the end is the last", async () => {
  for (let i = 0; i < 60; i++) await makeToken(desk.tenant, { name: `T${String(i).padStart(2, "0")}` });
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

test.each([
  [{ page: -1 }, "page"],
  [{ sort: "passwordHash" }, "sort"],
  [{ pageSize: 1_000_000 }, "pageSize"],
  [{ status: ["sleeping"] }, "status"],
  [{ q: "a\0" }, "q"],
])("%j is refused as invalid_input naming the field", async (query, field) => {
  const result = await listTokens(desk.tenant.auditor.context, query);
  expect(result.ok).toBe(false);
  if (!result.ok) {
    expect(result.refusal.code).toBe("invalid_input");
    expect(Object.keys(result.refusal.fields ?? {})[0]).toMatch(new RegExp(`^${field}`));
  }
});
