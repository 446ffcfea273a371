import { describe, expect, test } from "vitest";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { codeOf, makeToken, makeTokenInState, noteUse, unwrap } from "@/services/testing/tokens";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";
import { enableToken } from "@/services/tokens/enable";

const desk = openTenantPerTest();
const { admin, inSeconds, secretsOf, rowOf, lastEvent } = desk;

describe("enable and disable", () => {
  test("change nothing but the toggle; repeated, they change nothing and write no event", async () => {
    const token = await makeToken(desk.tenant);
    await noteUse(desk.world, token.id, inSeconds(-60));
    const [before, secrets] = [await rowOf(token.id), await secretsOf(token.id)];
    expect(unwrap(await enableToken(admin(), { tokenId: token.id })).changed).toBe(false);
    expect(unwrap(await disableToken(admin(), { tokenId: token.id })).changed).toBe(true);
    expect(await rowOf(token.id)).toEqual({
      ...before,
      disabledAt: desk.world.clock.now,
      updatedAt: desk.world.clock.now,
    });
    expect(unwrap(await disableToken(admin(), { tokenId: token.id })).changed).toBe(false);
    expect(unwrap(await enableToken(admin(), { tokenId: token.id })).changed).toBe(true);
    expect(await rowOf(token.id)).toEqual({ ...before, updatedAt: desk.world.clock.now });
    expect(await secretsOf(token.id)).toEqual(secrets);
    const events = await desk.world.db.auditEvent.findMany({
      where: { targetId: token.id },
      orderBy: { id: "asc" },
    });
    expect(events.map((event) => event.action)).toEqual(["token.create", "token.disable", "token.enable"]);
  });
});

describe("edit", () => {
  test("changes only the given fields, with before and after in the event", async () => {
    const token = await makeToken(desk.tenant, { name: "Old", notes: "n" });
    await noteUse(desk.world, token.id, inSeconds(-60));
    const before = await rowOf(token.id);
    unwrap(await editToken(admin(), { tokenId: token.id, name: " New ", ipAllowList: ["10.0.0.0/8"] }));
    expect(await rowOf(token.id)).toEqual({
      ...before,
      name: "New",
      ipAllowList: ["10.0.0.0/8"],
      updatedAt: desk.world.clock.now,
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
    const token = await makeToken(desk.tenant, { name: "Same" });
    const before = await desk.world.db.auditEvent.count();
    unwrap(await editToken(admin(), { tokenId: token.id, name: "Same", notes: "" }));
    unwrap(await editToken(admin(), { tokenId: token.id }));
    expect(await desk.world.db.auditEvent.count()).toBe(before);
  });

  test("the expiry lies in the future and after the creation, may be taken away, and a past one may stay when other fields change", async () => {
    const token = await makeToken(desk.tenant);
    const edit = (expiresAt: unknown) => editToken(admin(), { tokenId: token.id, expiresAt });
    expect(codeOf(await edit(desk.world.clock.now))).toBe("invalid_input");
    expect(codeOf(await edit(inSeconds(-1)))).toBe("invalid_input");
    unwrap(await edit(inSeconds(1).toISOString()));
    expect((await rowOf(token.id)).expiresAt).toEqual(inSeconds(1));
    unwrap(await edit(null));
    expect((await rowOf(token.id)).expiresAt).toBeNull();
    await desk.world.db.token.update({ where: { id: token.id }, data: { createdAt: inSeconds(300) } });
    expect(codeOf(await edit(inSeconds(200)))).toBe("invalid_input");
    unwrap(await edit(inSeconds(301)));
    const expired = await makeTokenInState(desk.world, desk.tenant, "expired");
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
    ["a v4-mapped range that no call comes from", { ipAllowList: ["::ffff:10.0.0.0/24"] }],
    ["51 addresses", { ipAllowList: Array(51).fill("10.0.0.1") }],
  ])("refuses %s by its field, and changes nothing", async (_, wrong) => {
    const token = await makeToken(desk.tenant);
    const before = await desk.world.dump();
    const result = await editToken(admin(), { tokenId: token.id, ...wrong });
    expect(result).toMatchObject({ ok: false, refusal: { code: "invalid_input" } });
    if (!result.ok)
      expect(Object.keys(result.refusal.fields!)[0]).toMatch(new RegExp(`^${Object.keys(wrong)[0]}`));
    expect(await desk.world.dump()).toBe(before);
  });

  test.each(["😀 emoji", "مزامنة ليلية", "=1+1", "<script>alert(1)</script>", "n".repeat(200)])(
    "keeps the name %j as it is",
    async (name) => {
      const token = await makeToken(desk.tenant);
      unwrap(await editToken(admin(), { tokenId: token.id, name }));
      expect((await rowOf(token.id)).name).toBe(name);
    },
  );
});
