import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, makeTokenInState, noteUse, unwrap } from "@/services/testing/tokens";
import { createTenant, type Tenant } from "@/services/testing/world";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";
import { enableToken } from "@/services/tokens/enable";

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
const secretsOf = (tokenId: string) =>
  world.db.tokenSecret.findMany({ where: { tokenId }, orderBy: { id: "asc" } });
const rowOf = (id: string) =>
  world.db.token.findUniqueOrThrow({ where: { id }, include: { activity: true } });
const lastEvent = (targetId: string) =>
  world.db.auditEvent.findFirstOrThrow({ where: { targetId }, orderBy: { id: "desc" } });

describe("enable and disable", () => {
  test("change nothing but the toggle; repeated, they change nothing and write no event", async () => {
    const token = await makeToken(tenant);
    await noteUse(world, token.id, inSeconds(-60));
    const [before, secrets] = [await rowOf(token.id), await secretsOf(token.id)];
    expect(unwrap(await enableToken(admin(), { tokenId: token.id })).changed).toBe(false);
    expect(unwrap(await disableToken(admin(), { tokenId: token.id })).changed).toBe(true);
    expect(await rowOf(token.id)).toEqual({
      ...before,
      disabledAt: world.clock.now,
      updatedAt: world.clock.now,
    });
    expect(unwrap(await disableToken(admin(), { tokenId: token.id })).changed).toBe(false);
    expect(unwrap(await enableToken(admin(), { tokenId: token.id })).changed).toBe(true);
    expect(await rowOf(token.id)).toEqual({ ...before, updatedAt: world.clock.now });
    expect(await secretsOf(token.id)).toEqual(secrets);
    const events = await world.db.auditEvent.findMany({
      where: { targetId: token.id },
      orderBy: { id: "asc" },
    });
    expect(events.map((event) => event.action)).toEqual(["token.create", "token.disable", "token.enable"]);
  });
});

describe("edit", () => {
  test("changes only the given fields, with before and after in the event", async () => {
    const token = await makeToken(tenant, { name: "Old", notes: "n" });
    await noteUse(world, token.id, inSeconds(-60));
    const before = await rowOf(token.id);
    unwrap(await editToken(admin(), { tokenId: token.id, name: " New ", ipAllowList: ["10.0.0.0/8"] }));
    expect(await rowOf(token.id)).toEqual({
      ...before,
      name: "New",
      ipAllowList: ["10.0.0.0/8"],
      updatedAt: world.clock.now,
    });
    expect(await lastEvent(token.id)).toMatchObject({
      action: "token.edit",
      targetName: "Old",
      details: {
        changed: ["the name", "the allowed addresses"],
        before: { name: "Old", ipAllowList: [] },
        after: { name: "New", ipAllowList: ["10.0.0.0/8"] },
      },
    });
  });

  test("that changes nothing writes no event", async () => {
    const token = await makeToken(tenant, { name: "Same" });
    const before = await world.db.auditEvent.count();
    unwrap(await editToken(admin(), { tokenId: token.id, name: "Same", notes: "" }));
    unwrap(await editToken(admin(), { tokenId: token.id }));
    expect(await world.db.auditEvent.count()).toBe(before);
  });

  test("the expiry lies in the future, may be taken away, and a past one may stay when other fields change", async () => {
    const token = await makeToken(tenant);
    const edit = (expiresAt: unknown) => editToken(admin(), { tokenId: token.id, expiresAt });
    expect(codeOf(await edit(world.clock.now))).toBe("invalid_input");
    expect(codeOf(await edit(inSeconds(-1)))).toBe("invalid_input");
    unwrap(await edit(inSeconds(1).toISOString()));
    expect((await rowOf(token.id)).expiresAt).toEqual(inSeconds(1));
    unwrap(await edit(null));
    expect((await rowOf(token.id)).expiresAt).toBeNull();
    const expired = await makeTokenInState(world, tenant, "expired");
    const { expiresAt } = await rowOf(expired.id);
    unwrap(await editToken(admin(), { tokenId: expired.id, name: "Still expired", expiresAt }));
  });

  test.each([
    ["an empty name", { name: "" }],
    ["a name of 201 characters", { name: "n".repeat(201) }],
    ["a name of 10 000 characters", { name: "n".repeat(10_000) }],
    ["a name with control characters", { name: "a\0b" }],
    ["notes of 2001 characters", { notes: "n".repeat(2001) }],
    ["an expiry that is no date", { expiresAt: "tomorrow" }],
    ["an expiry that is a number", { expiresAt: 5 }],
    ["an expiry in the year 275760", { expiresAt: new Date(8.64e15) }],
    ["an address that is none", { ipAllowList: ["10.0.0.0/33"] }],
    ["51 addresses", { ipAllowList: Array(51).fill("10.0.0.1") }],
  ])("refuses %s by its field, and changes nothing", async (_, wrong) => {
    const token = await makeToken(tenant);
    const before = await world.dump();
    const result = await editToken(admin(), { tokenId: token.id, ...wrong });
    expect(result).toMatchObject({ ok: false, refusal: { code: "invalid_input" } });
    if (!result.ok)
      expect(Object.keys(result.refusal.fields!)[0]).toMatch(new RegExp(`^${Object.keys(wrong)[0]}`));
    expect(await world.dump()).toBe(before);
  });

  test.each(["😀 emoji", "مزامنة ليلية", "=1+1", "<script>alert(1)</script>", "n".repeat(200)])(
    "keeps the name %j as it is",
    async (name) => {
      const token = await makeToken(tenant);
      unwrap(await editToken(admin(), { tokenId: token.id, name }));
      expect((await rowOf(token.id)).name).toBe(name);
    },
  );
});
