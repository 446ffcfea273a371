import { describe, expect, test } from "vitest";
import { rotateTokensMax } from "@/domain/tokens/bounds";
import type { CreatedToken } from "@/domain/tokens/token-views";
import { makeApiClient, obtainToken } from "@/services/testing/api-clients";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { codeOf, makeToken, makeTokenInState, unwrap } from "@/services/testing/tokens";
import { actOnTokens } from "@/services/tokens/bulk";
import { recordSecretCopied } from "@/services/tokens/record-copied";
import { rotateToken } from "@/services/tokens/rotate";
import { rotateTokens } from "@/services/tokens/rotate-many";

const desk = openTenantPerTest();
const { admin, inSeconds, secretsOf, rowOf, lastEvent } = desk;

const named = (token: Pick<CreatedToken, "id" | "secret">) => ({
  tokenId: token.id,
  expectedLast4: token.secret.slice(-4),
});

/** Asks for a rotation that must be refused and change nothing, and gives the refusal. */
async function refusalOf(input: unknown, context = admin()) {
  const before = await desk.world.dump();
  const result = await rotateTokens(context, input);
  expect(await desk.world.dump()).toBe(before);
  if (result.ok) throw new Error("it was carried out");
  return result.refusal;
}

describe("rotating many", () => {
  test("gives each a new string in the order asked, with an event each, and the strings in this answer alone", async () => {
    const [a, b, c] = [
      await makeToken(desk.tenant, { name: "A", expiresAt: inSeconds(7200) }),
      await makeToken(desk.tenant, { name: "B", type: "organization" }),
      await makeToken(desk.tenant, { name: "C", type: "api_key" }),
    ];
    const bystander = await makeToken(desk.world.other);
    const { tokens } = unwrap(
      await rotateTokens(admin(), { tokens: [c, a, b].map(named), graceSeconds: 86_400 }),
    );
    expect(tokens.map(({ name, graceUntil }) => [name, graceUntil])).toEqual([
      ["C", inSeconds(86_400)],
      ["A", inSeconds(7200)],
      ["B", inSeconds(86_400)],
    ]);
    expect(new Set([a, b, c, ...tokens].map(({ secret }) => secret)).size).toBe(6);
    for (const { id, secret } of tokens) {
      const [old, current] = await secretsOf(id);
      expect(old).toMatchObject({ destroyedAt: null });
      expect(current).toMatchObject({ retiresAt: null, destroyedAt: null, last4: secret.slice(-4) });
      expect((await rowOf(id)).last4).toBe(secret.slice(-4));
      expect(await lastEvent(id)).toMatchObject({
        action: "token.rotate",
        details: { last4: { before: old!.last4, after: secret.slice(-4) } },
      });
    }
    expect(await secretsOf(bystander.id)).toHaveLength(1);
    const events = JSON.stringify(await desk.world.db.auditEvent.findMany());
    const kept = await desk.world.dump();
    for (const { secret } of tokens) {
      const random = secret.split("_")[2]!.slice(0, 20);
      expect(events).not.toContain(random);
      expect(kept).not.toContain(random);
    }
  });

  test("at once, unless a grace period is chosen; a disabled one stays disabled", async () => {
    const off = await makeTokenInState(desk.world, desk.tenant, "disabled");
    const { tokens } = unwrap(await rotateTokens(admin(), { tokens: [named(off)] }));
    expect(tokens[0]!.graceUntil).toBeNull();
    expect((await secretsOf(off.id))[0]!.destroyedAt).toEqual(desk.world.clock.now);
    expect((await rowOf(off.id)).disabledAt).not.toBeNull();
  });

  test("a stale one, a deleted one, a personal one and an API client's are each named, and nothing is rotated", async () => {
    const good = await makeToken(desk.tenant, { name: "Good" });
    const stale = await makeToken(desk.tenant, { name: "Stale" });
    unwrap(await rotateToken(admin(), { tokenId: stale.id }));
    const gone = await makeTokenInState(desk.world, desk.tenant, "deleted", { name: "Gone" });
    const own = await makeToken(desk.tenant, { name: "Own", type: "personal" });
    const client = await makeApiClient(desk.tenant);
    const { secret } = await obtainToken(desk.world, client);
    const obtained = await desk.world.db.token.findFirstOrThrow({ where: { apiClientId: client.id } });
    const of = (...tokens: Pick<CreatedToken, "id" | "secret">[]) =>
      refusalOf({ tokens: [good, ...tokens].map(named) });

    expect(await of(stale)).toEqual({
      code: "conflict",
      message:
        "“Stale” was rotated meanwhile. Nothing was rotated: leave out what is named, or refresh the list.",
    });
    expect((await of(gone)).code).toBe("token_deleted");
    expect((await of(own)).code).toBe("forbidden");
    const all = await of(stale, gone, own, { id: obtained.id, secret });
    for (const words of [
      "“Stale” was rotated meanwhile",
      "“Gone” is deleted",
      "“Own” has a secret that only its owner may see",
      `“${obtained.name}” was obtained by an API client`,
    ]) {
      expect(all.message).toContain(words);
    }
    expect(all.message).not.toContain("Good");
  });

  test("another account's token is not there, in either direction", async () => {
    const foreign = await makeToken(desk.world.other);
    const good = await makeToken(desk.tenant);
    expect(await refusalOf({ tokens: [named(good), named(foreign)] })).toEqual({
      code: "not_found",
      message: "1 of the 2 tokens are not there. Nothing was rotated: refresh the list.",
    });
    const theirs = desk.world.other.administrator.context;
    expect((await refusalOf({ tokens: [named(good)] }, theirs)).code).toBe("not_found");
  });

  test("needs a password that was confirmed in the last ten minutes", async () => {
    const token = await makeToken(desk.tenant);
    desk.world.clock.advance(601);
    expect((await refusalOf({ tokens: [named(token)] })).code).toBe("reauthentication_required");
    desk.world.clock.advance(-601);
  });

  test("the account's longest grace holds; at once is always possible", async () => {
    const token = await makeToken(desk.tenant);
    await desk.world.db.tokenPolicy.create({
      data: { accountId: desk.tenant.accountId, graceSecondsMax: 3600 },
    });
    const wanted = { tokens: [named(token)] };
    expect((await refusalOf({ ...wanted, graceSeconds: 86_400 })).code).toBe("grace_beyond_policy");
    expect(codeOf(await rotateTokens(admin(), { ...wanted, graceSeconds: 0 }))).toBe("done");
  });

  test("what names none, too many, one twice or no last four is invalid", async () => {
    const token = await makeToken(desk.tenant);
    const one = named(token);
    const many = Array.from({ length: rotateTokensMax + 1 }, (_, i) => ({
      ...one,
      tokenId: `018f3c1e-7b1a-7c3e-9d2b-${String(i).padStart(12, "0")}`,
    }));
    for (const tokens of [
      [],
      many,
      [one, { ...one, tokenId: one.tokenId.toUpperCase() }],
      [{ tokenId: one.tokenId }],
      undefined,
    ]) {
      expect((await refusalOf({ tokens })).code).toBe("invalid_input");
    }
    expect((await refusalOf({ tokens: [one], graceSeconds: 60 })).code).toBe("invalid_input");
  });
});

describe("at the same time", () => {
  test("submitted many times in any order, each token is rotated once, beside other bulk actions", async () => {
    const tokens = await Promise.all(
      Array.from({ length: 6 }, (_, i) => makeToken(desk.tenant, { name: `T${i}` })),
    );
    const ids = tokens.map(({ id }) => id);
    const asked = tokens.map(named);
    const rotations = Array.from({ length: 6 }, (_, i) =>
      rotateTokens(i % 2 === 0 ? admin() : desk.tenant.otherAdministrator.context, {
        tokens: i % 2 === 0 ? asked : [...asked].reverse(),
        graceSeconds: i < 3 ? 0 : 3600,
      }),
    );
    const [results, disabled] = await Promise.all([
      Promise.all(rotations),
      actOnTokens(admin(), { tokenIds: [...ids].reverse(), action: "disable" }),
    ]);
    expect(results.map(codeOf).sort()).toEqual([...Array(5).fill("conflict"), "done"]);
    expect(unwrap(disabled).changed).toBe(6);
    const shown = new Map(
      results.flatMap((result) => (result.ok ? result.value.tokens.map((t) => [t.id, t] as const) : [])),
    );
    for (const id of ids) {
      const live = (await secretsOf(id)).filter(({ destroyedAt }) => destroyedAt === null);
      expect(live.filter(({ retiresAt }) => retiresAt === null).map(({ last4 }) => last4)).toEqual([
        shown.get(id)!.secret.slice(-4),
      ]);
      expect(live).toHaveLength(shown.get(id)!.graceUntil === null ? 1 : 2);
    }
    expect(
      await desk.world.db.auditEvent.count({ where: { action: "token.rotate", targetId: { in: ids } } }),
    ).toBe(6);
  });
});

test("what was taken out of the page is on record for every token, or for none", async () => {
  const [a, b] = [await makeToken(desk.tenant), await makeToken(desk.tenant)];
  const foreign = await makeToken(desk.world.other);
  const copied = () => desk.world.db.auditEvent.count({ where: { action: "token.secret_copied" } });
  const before = await copied();
  const refused = await recordSecretCopied(admin(), { tokenIds: [a.id, foreign.id] });
  expect(codeOf(refused)).toBe("not_found");
  expect(codeOf(await recordSecretCopied(admin(), { tokenIds: [] }))).toBe("invalid_input");
  expect(await copied()).toBe(before);
  expect(unwrap(await recordSecretCopied(admin(), { tokenIds: [a.id, b.id] }))).toEqual({ count: 2 });
  expect(await copied()).toBe(before + 2);
});
