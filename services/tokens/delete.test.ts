import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { codeOf, makeToken, makeTokenInState, noteUse, unwrap } from "@/services/testing/tokens";
import { actOnTokens } from "@/services/tokens/bulk";
import { createToken } from "@/services/tokens/create";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { revokeAllTokens } from "@/services/tokens/revoke-all";
import { rotateToken } from "@/services/tokens/rotate";

const desk = openTenantPerTest();
const { admin, inSeconds, secretsOf, rowOf, lastEvent } = desk;

describe("delete", () => {
  test("leaves a tombstone with who and when, and destroys every secret", async () => {
    const token = await makeToken(desk.tenant);
    unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds: 3600 }));
    unwrap(await deleteToken(admin(), { tokenId: token.id }));
    expect(await rowOf(token.id)).toMatchObject({
      name: token.name,
      deletedAt: desk.world.clock.now,
      deletedById: desk.tenant.administrator.userId,
      deletedByName: desk.tenant.administrator.name,
    });
    for (const secret of await secretsOf(token.id)) expect(secret.destroyedAt).not.toBeNull();
    expect(await lastEvent(token.id)).toMatchObject({ action: "token.delete", targetName: token.name });
  });

  test("of a token used in the last 7 days needs its name typed", async () => {
    const token = await makeToken(desk.tenant, { name: "Nightly sync" });
    await noteUse(desk.world, token.id, inSeconds(-7 * 86_400));
    const remove = (confirmation?: string) => deleteToken(admin(), { tokenId: token.id, confirmation });
    expect(codeOf(await remove())).toBe("confirmation_mismatch");
    expect(codeOf(await remove("nightly sync"))).toBe("confirmation_mismatch");
    expect((await rowOf(token.id)).deletedAt).toBeNull();
    unwrap(await remove(" Nightly sync "));
  });

  test("of an API key only when it is disabled", async () => {
    const token = await makeToken(desk.tenant, { type: "api_key" });
    expect(codeOf(await deleteToken(admin(), { tokenId: token.id }))).toBe("token_enabled");
    expect(codeOf(await actOnTokens(admin(), { tokenIds: [token.id], action: "delete" }))).toBe(
      "token_enabled",
    );
    unwrap(await disableToken(admin(), { tokenId: token.id }));
    unwrap(await deleteToken(admin(), { tokenId: token.id }));
  });

  test("makes room for another: one live export token per organization", async () => {
    const token = await makeToken(desk.tenant, { type: "export" });
    const again = () =>
      createToken(admin(), { type: "export", name: "E", organizationId: desk.tenant.organizationId });
    expect(codeOf(await again())).toBe("already_exists");
    unwrap(await deleteToken(admin(), { tokenId: token.id }));
    unwrap(await again());
  });
});

describe("many at once", () => {
  test("counts what changed and what was so already, with an event for each change", async () => {
    const [a, b, c] = [
      await makeToken(desk.tenant),
      await makeToken(desk.tenant),
      await makeToken(desk.tenant),
    ];
    unwrap(await disableToken(admin(), { tokenId: a.id }));
    const tokenIds = [a.id, b.id, c.id, c.id];
    const before = await desk.world.db.auditEvent.count();
    expect(unwrap(await actOnTokens(admin(), { tokenIds, action: "disable" }))).toEqual({
      changed: 2,
      unchanged: 1,
    });
    expect(await desk.world.db.auditEvent.count()).toBe(before + 2);
    const expiresAt = inSeconds(5000);
    expect(unwrap(await actOnTokens(admin(), { tokenIds, action: "set_expiry", expiresAt }))).toEqual({
      changed: 3,
      unchanged: 0,
    });
    expect((await rowOf(c.id)).expiresAt).toEqual(expiresAt);
    unwrap(await deleteToken(admin(), { tokenId: a.id }));
    expect(unwrap(await actOnTokens(admin(), { tokenIds, action: "delete" }))).toEqual({
      changed: 2,
      unchanged: 1,
    });
  });

  test.each(["foreign", "deleted", "unknown"])("a %s one among them: nothing is changed", async (kind) => {
    const own = await makeToken(desk.tenant);
    const odd =
      kind === "foreign"
        ? (await makeToken(desk.world.other)).id
        : kind === "unknown"
          ? randomUUID()
          : (await makeTokenInState(desk.world, desk.tenant, "deleted")).id;
    const before = await desk.world.dump();
    const result = await actOnTokens(admin(), { tokenIds: [own.id, odd], action: "disable" });
    expect(codeOf(result)).toBe(kind === "deleted" ? "token_deleted" : "not_found");
    expect(await desk.world.dump()).toBe(before);
  });

  test("deleting one that is in use needs the number of them typed", async () => {
    const [a, b] = [await makeToken(desk.tenant), await makeToken(desk.tenant)];
    await noteUse(desk.world, b.id);
    const remove = (confirmation?: string) =>
      actOnTokens(admin(), { tokenIds: [a.id, b.id], action: "delete", confirmation });
    expect(codeOf(await remove())).toBe("confirmation_mismatch");
    expect(codeOf(await remove("1"))).toBe("confirmation_mismatch");
    expect(unwrap(await remove("2"))).toEqual({ changed: 2, unchanged: 0 });
  });

  test.each([
    [{ tokenIds: [], action: "disable" }],
    [{ tokenIds: ["x"], action: "disable" }],
    [{ tokenIds: [randomUUID()], action: "teleport" }],
    [{ tokenIds: [randomUUID()], action: "set_expiry" }],
    [{ tokenIds: "all", action: "delete" }],
  ])("%j is invalid", async (input) => {
    expect(codeOf(await actOnTokens(admin(), input))).toBe("invalid_input");
  });
});

describe("revoke all", () => {
  test("takes every live token of this account, and needs their number typed", async () => {
    const tokens = [
      await makeToken(desk.tenant),
      await makeToken(desk.tenant, { type: "api_key" }),
      await makeToken(desk.tenant, { type: "personal", by: desk.tenant.member }),
      await makeTokenInState(desk.world, desk.tenant, "disabled"),
      await makeTokenInState(desk.world, desk.tenant, "expired"),
    ];
    await makeTokenInState(desk.world, desk.tenant, "deleted");
    const foreign = await makeToken(desk.world.other);
    expect(codeOf(await revokeAllTokens(admin(), { confirmation: "4" }))).toBe("confirmation_mismatch");
    expect(unwrap(await revokeAllTokens(admin(), { confirmation: " 5 " }))).toEqual({ count: 5 });
    for (const token of tokens) expect((await rowOf(token.id)).deletedAt).toEqual(desk.world.clock.now);
    expect((await rowOf(foreign.id)).deletedAt).toBeNull();
    const event = await desk.world.db.auditEvent.findFirstOrThrow({
      where: { accountId: desk.tenant.accountId, action: "token.revoke_all" },
    });
    expect(event.details).toEqual({ count: 5 });
  });
});
