import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createOrganization } from "@/services/organizations/create";
import { listOrganizations, loadOrganization } from "@/services/organizations/list";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { plantApp } from "@/services/testing/second-factors";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { createPerson } from "@/services/testing/world";
import { disableUser } from "@/services/users/disable";
import { listUsers } from "@/services/users/list";
import { listInvitations } from "@/services/users/list-invitations";
import { suggestPermissions } from "@/services/users/permission-suggestions";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
  for (let i = 0; i < 60; i++)
    await createPerson(world.db, world.clock, {
      accountId: world.acme.accountId,
      role: i % 2 ? "auditor" : "member",
      name: `Person ${String(i).padStart(2, "0")}${i === 7 ? " 100%_\\ß" : ""}`,
    });
});
afterAll(() => world.close());
const names = (page: { rows: readonly { name: string }[] }) => page.rows.map((row) => row.name);

describe("the list of users", () => {
  it("is cut in the database; a page past the end is the last", async () => {
    const { context } = world.acme.auditor;
    const first = unwrap(await listUsers(context, { q: "Person", pageSize: 25 }));
    expect(first).toMatchObject({ total: 60, page: 1, pageCount: 3 });
    expect(names(first)).toHaveLength(25);
    const last = unwrap(await listUsers(context, { q: "Person", pageSize: 25, page: 99 }));
    expect(last).toMatchObject({ page: 3 });
    expect(names(last)).toHaveLength(10);
    expect(new Set([...names(first), ...names(last)]).size).toBe(35);
  });

  it("takes the signs of a search literally", async () => {
    for (const q of ["100%", "%_\\", "_\\SS", "100%_\\ß"]) {
      const found = unwrap(await listUsers(world.acme.administrator.context, { q }));
      expect(names(found)).toEqual(q === "_\\SS" ? [] : ["Person 07 100%_\\ß"]);
    }
  });

  it("filters by role and status, and keeps people and template users apart", async () => {
    const { context } = world.acme.administrator;
    const person = await createPerson(world.db, world.clock, {
      accountId: world.acme.accountId,
      role: "auditor",
      name: "Gone Girl",
    });
    unwrap(await disableUser(context, { userId: person.userId }));
    expect(names(unwrap(await listUsers(context, { status: "disabled", role: "auditor" })))).toEqual([
      "Gone Girl",
    ]);
    expect(names(unwrap(await listUsers(context, { status: "disabled", role: "member" })))).toEqual([]);
    expect(names(unwrap(await listUsers(context, { kind: "template" })))).toEqual([
      world.acme.templateUserName,
    ]);
  });

  it("filters by the second step; an app that was not confirmed is none", async () => {
    const { db, clock, acme, other } = world;
    const [has, begun] = [acme.auditor, acme.member];
    await plantApp(db, has.userId, clock.now);
    await plantApp(db, other.member.userId, clock.now);
    const id = await plantApp(db, begun.userId, clock.now);
    await db.secondFactor.update({ where: { id }, data: { confirmedAt: null } });
    const find = async (query: object) => unwrap(await listUsers(has.context, query));
    expect(names(await find({ secondStep: "on" }))).toEqual([has.name]);
    const [all, off] = [await find({}), await find({ secondStep: "off", q: "Acme" })];
    expect((await find({ secondStep: "off" })).total).toBe(all.total - 1);
    expect(names(off)).toContain(begun.name);
    expect(names(off)).not.toContain(has.name);
  });

  it("counts the live tokens that act as each", async () => {
    await makeToken(world.acme);
    const page = unwrap(
      await listUsers(world.acme.administrator.context, { kind: "template", sort: "tokens", dir: "desc" }),
    );
    expect(page.rows[0]).toMatchObject({ tokens: 1, permissions: ["reports:read"], email: null });
  });

  it.each([
    { page: -1 },
    { page: "x" },
    { pageSize: 7 },
    { sort: "passwordHash" },
    { dir: "up" },
    { role: "root" },
    { secondStep: "maybe" },
    { q: "x".repeat(201) },
    { q: "\u0000" },
  ])("names what is wrong in %j", async (query) => {
    expect(await listUsers(world.acme.administrator.context, query)).toMatchObject({
      refusal: { code: "invalid_input", fields: { [Object.keys(query)[0]!]: expect.any(String) } },
    });
  });

  it("shows nobody of another account, and no hash to anybody", async () => {
    const found = unwrap(await listUsers(world.other.administrator.context, { q: "Person" }));
    expect(found.total).toBe(0);
    expect(JSON.stringify(unwrap(await listUsers(world.acme.auditor.context, {})))).not.toMatch(
      /hash|argon2/i,
    );
  });

  it("is refused to members, and to who is not signed in", async () => {
    for (const list of [
      (context: typeof world.stranger) => listUsers(context, {}),
      listInvitations,
      suggestPermissions,
      (context: typeof world.stranger) => listOrganizations(context, {}),
    ]) {
      expect(codeOf(await list(world.acme.member.context))).toBe("forbidden");
      expect(codeOf(await list(world.stranger))).toBe("unauthenticated");
      expect(codeOf(await list(world.acme.auditor.context))).toBe("done");
    }
  });

  it("offers the permissions in use in the account only", async () => {
    await world.db.membership.updateMany({
      where: { accountId: world.other.accountId },
      data: { permissions: ["borealis:secret"] },
    });
    expect(unwrap(await suggestPermissions(world.acme.administrator.context))).toEqual([
      "reports:*",
      "reports:read",
    ]);
  });
});

describe("organizations", () => {
  it("have names of their own within an account, whatever the capitals; another account may use them", async () => {
    const name = "Warehouse Süd";
    unwrap(await createOrganization(world.acme.administrator.context, { name }));
    const again = await createOrganization(world.acme.administrator.context, { name: name.toUpperCase() });
    expect(again).toMatchObject({
      refusal: { code: "already_exists", fields: { name: expect.any(String) } },
    });
    expect(codeOf(await createOrganization(world.other.administrator.context, { name }))).toBe("done");
  });

  it("made twenty at once under one name are one", async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, () =>
        createOrganization(world.acme.administrator.context, { name: "Race" }),
      ),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    for (const result of results) expect(["done", "already_exists"]).toContain(codeOf(result));
  });

  it("of another account are not found", async () => {
    const organizationId = world.other.organizationId;
    expect(codeOf(await loadOrganization(world.acme.administrator.context, { organizationId }))).toBe(
      "not_found",
    );
    expect(codeOf(await loadOrganization(world.other.auditor.context, { organizationId }))).toBe("done");
    const found = unwrap(await listOrganizations(world.acme.administrator.context, { q: "Borealis" }));
    expect(found.total).toBe(0);
  });
});
