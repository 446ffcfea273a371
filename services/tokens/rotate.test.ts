import { describe, expect, test } from "vitest";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { codeOf, makeToken, makeTokenInState, noteUse, unwrap } from "@/services/testing/tokens";
import { extendRotation } from "@/services/tokens/extend-rotation";
import { finishRotation } from "@/services/tokens/finish-rotation";
import { rotateToken } from "@/services/tokens/rotate";

const desk = openTenantPerTest();
const { admin, inSeconds, secretsOf, rowOf, lastEvent } = desk;

describe("rotate", () => {
  test("at once: a new string, the old secret destroyed, everything else as it was", async () => {
    const token = await makeToken(desk.tenant, { notes: "n", expiresAt: inSeconds(9000) });
    await noteUse(desk.world, token.id, inSeconds(-60));
    const before = await rowOf(token.id);
    const rotated = unwrap(await rotateToken(admin(), { tokenId: token.id, expectedLast4: before.last4 }));
    expect(rotated).toMatchObject({
      id: token.id,
      name: token.name,
      type: "impersonation",
      scheme: "Impersonation",
      actsAs: desk.tenant.templateUserName,
      expiresAt: token.expiresAt,
      graceUntil: null,
    });
    expect(rotated.secret).not.toBe(token.secret);
    const [old, current] = await secretsOf(token.id);
    expect(old).toMatchObject({ destroyedAt: desk.world.clock.now, retiresAt: null });
    expect(current).toMatchObject({ destroyedAt: null, retiresAt: null, last4: rotated.secret.slice(-4) });
    expect(await rowOf(token.id)).toEqual({
      ...before,
      last4: rotated.secret.slice(-4),
      updatedAt: desk.world.clock.now,
    });
    const event = await lastEvent(token.id);
    expect(event).toMatchObject({
      action: "token.rotate",
      details: { graceUntil: null, last4: { before: before.last4, after: rotated.secret.slice(-4) } },
    });
    expect(JSON.stringify(event)).not.toContain(rotated.secret.slice(-20));
  });

  test.each([
    ["an hour", 3600, null, 3600],
    ["a day, but the token expires sooner", 86_400, 7200, 7200],
    ["a week", 604_800, 1_000_000, 604_800],
  ])("with a grace of %s", async (_, graceSeconds, expiresIn, expected) => {
    const expiresAt = expiresIn === null ? null : inSeconds(expiresIn);
    const token = await makeToken(desk.tenant, { expiresAt });
    const rotated = unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds }));
    expect(rotated.graceUntil).toEqual(inSeconds(expected));
    const [old] = await secretsOf(token.id);
    expect(old).toMatchObject({ destroyedAt: null, retiresAt: inSeconds(expected) });
  });

  test("a secret that a node with a fast clock dated past the token's expiry ends at once", async () => {
    const token = await makeToken(desk.tenant, { expiresAt: inSeconds(60) });
    desk.world.clock.advance(300);
    unwrap(await rotateToken(admin(), { tokenId: token.id }));
    desk.world.clock.advance(-300);
    const rotated = unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds: 3600 }));
    expect(rotated.graceUntil).toBeNull();
    const states = (await secretsOf(token.id)).map(({ destroyedAt }) => destroyedAt !== null);
    expect(states).toEqual([true, true, false]);
  });

  test("an earlier retiring secret is destroyed, whether its grace has passed or not", async () => {
    for (const passes of [false, true]) {
      const token = await makeToken(desk.tenant);
      unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds: 3600 }));
      const [first] = await secretsOf(token.id);
      if (passes) {
        const past = inSeconds(-5);
        await desk.world.db.tokenSecret.update({
          where: { id: first!.id },
          data: { createdAt: inSeconds(-99), retiresAt: past },
        });
      }
      unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds: 3600 }));
      const secrets = await secretsOf(token.id);
      expect(secrets.map((s) => s.destroyedAt !== null)).toEqual([true, false, false]);
    }
  });

  test("an expired token with grace: the old secret ends at once", async () => {
    const token = await makeTokenInState(desk.world, desk.tenant, "expired");
    expect(
      unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds: 3600 })).graceUntil,
    ).toBeNull();
  });

  test("a disabled token is rotated and stays disabled", async () => {
    const token = await makeTokenInState(desk.world, desk.tenant, "disabled");
    unwrap(await rotateToken(admin(), { tokenId: token.id }));
    expect((await rowOf(token.id)).disabledAt).not.toBeNull();
  });

  test("a secret that is no longer the current one is a conflict, by last 4 and by id", async () => {
    const token = await makeToken(desk.tenant);
    const [first] = await secretsOf(token.id);
    unwrap(await rotateToken(admin(), { tokenId: token.id, expectedSecretId: first!.id }));
    expect(codeOf(await rotateToken(admin(), { tokenId: token.id, expectedSecretId: first!.id }))).toBe(
      "conflict",
    );
    expect(codeOf(await rotateToken(admin(), { tokenId: token.id, expectedLast4: first!.last4 }))).toBe(
      "conflict",
    );
    expect(await secretsOf(token.id)).toHaveLength(2);
  });

  test("organization tokens keep their organization's locator", async () => {
    const token = await makeToken(desk.tenant, { type: "organization" });
    const rotated = unwrap(await rotateToken(admin(), { tokenId: token.id }));
    expect(rotated.secret.slice(0, 12)).toBe(token.secret.slice(0, 12));
    expect(rotated.actsAs).toBe(desk.tenant.organizationName);
  });

  test.each([
    { graceSeconds: 60 },
    { graceSeconds: -1 },
    { graceSeconds: "3600" },
    { tokenId: "1" },
    { expectedLast4: "abc" },
  ])("%j is invalid", async (wrong) => {
    const token = await makeToken(desk.tenant);
    expect(codeOf(await rotateToken(admin(), { tokenId: token.id, ...wrong }))).toBe("invalid_input");
    expect(await secretsOf(token.id)).toHaveLength(1);
  });
});

describe("the grace period", () => {
  test("is ended now, or made longer, never shorter and never past the expiry", async () => {
    const token = await makeToken(desk.tenant, { expiresAt: inSeconds(100_000) });
    unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds: 3600 }));
    const extend = (graceSeconds: number) => extendRotation(admin(), { tokenId: token.id, graceSeconds });
    expect(codeOf(await extend(3600))).toBe("invalid_input");
    expect(unwrap(await extend(86_400)).graceUntil).toEqual(inSeconds(86_400));
    expect(codeOf(await extend(3600))).toBe("invalid_input");
    expect(unwrap(await extend(604_800)).graceUntil).toEqual(inSeconds(100_000));
    expect((await lastEvent(token.id)).action).toBe("token.extend_rotation");
    unwrap(await finishRotation(admin(), { tokenId: token.id }));
    expect((await secretsOf(token.id))[0]!.destroyedAt).toEqual(desk.world.clock.now);
    expect(codeOf(await finishRotation(admin(), { tokenId: token.id }))).toBe("not_rotating");
    expect(codeOf(await extend(604_800))).toBe("not_rotating");
  });

  test("that has passed is over", async () => {
    const token = await makeToken(desk.tenant);
    unwrap(await rotateToken(admin(), { tokenId: token.id, graceSeconds: 3600 }));
    const [old] = await secretsOf(token.id);
    await desk.world.db.tokenSecret.update({
      where: { id: old!.id },
      data: { createdAt: inSeconds(-99), retiresAt: desk.world.clock.now },
    });
    expect(codeOf(await finishRotation(admin(), { tokenId: token.id }))).toBe("not_rotating");
    expect(codeOf(await extendRotation(admin(), { tokenId: token.id, graceSeconds: 3600 }))).toBe(
      "not_rotating",
    );
  });
});
