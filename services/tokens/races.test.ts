import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken } from "@/services/testing/tokens";
import { createOrganization } from "@/services/testing/world";
import { actOnTokens } from "@/services/tokens/bulk";
import { createToken } from "@/services/tokens/create";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";
import { enableToken } from "@/services/tokens/enable";
import { finishRotation } from "@/services/tokens/finish-rotation";
import { revokeAllTokens } from "@/services/tokens/revoke-all";
import { rotateToken } from "@/services/tokens/rotate";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld({ connectionsMax: 20 });
});
afterAll(() => world.close());

const times = <T>(count: number, work: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => work(i)));

const secretsOf = (tokenId: string) => world.db.tokenSecret.findMany({ where: { tokenId } });
const eventsOf = (targetId: string, action: string) =>
  world.db.auditEvent.count({ where: { targetId, action } });

/** What must hold of every token of the world, whatever was done to it by how many. */
async function expectInvariants(): Promise<void> {
  const broken = await world.run(`
    SELECT t."id", t."deletedAt", count(s.*) FILTER (WHERE s."retiresAt" IS NULL AND s."destroyedAt" IS NULL) AS current,
      count(s.*) FILTER (WHERE s."retiresAt" IS NOT NULL AND s."destroyedAt" IS NULL) AS retiring
    FROM "Token" t LEFT JOIN "TokenSecret" s ON s."tokenId" = t."id" GROUP BY t."id"
    HAVING NOT (CASE WHEN t."deletedAt" IS NULL
      THEN count(s.*) FILTER (WHERE s."retiresAt" IS NULL AND s."destroyedAt" IS NULL) = 1
        AND count(s.*) FILTER (WHERE s."retiresAt" IS NOT NULL AND s."destroyedAt" IS NULL) <= 1
        AND bool_or(s."last4" = t."last4" AND s."prefix" = t."prefix") FILTER (WHERE s."retiresAt" IS NULL AND s."destroyedAt" IS NULL)
      ELSE count(s.*) FILTER (WHERE s."destroyedAt" IS NULL) = 0 END)`);
  expect(broken).toEqual([]);
}

test.each([0, 3600])(
  "20 rotations at once (grace %d s) leave one current secret, and an event and a string for each",
  async (graceSeconds) => {
    const token = await makeToken(world.acme);
    const results = await times(20, () =>
      rotateToken(world.acme.administrator.context, { tokenId: token.id, graceSeconds }),
    );
    const rotated = results.filter((result) => result.ok);
    expect(rotated).toHaveLength(20);
    const strings = new Set(rotated.map((result) => result.ok && result.value.secret));
    expect(strings.size).toBe(20);
    const secrets = await secretsOf(token.id);
    expect(secrets).toHaveLength(21);
    expect(secrets.filter((s) => s.retiresAt === null && s.destroyedAt === null)).toHaveLength(1);
    expect(secrets.filter((s) => s.retiresAt !== null && s.destroyedAt === null)).toHaveLength(
      graceSeconds === 0 ? 0 : 1,
    );
    expect(await eventsOf(token.id, "token.rotate")).toBe(20);
    await expectInvariants();
  },
);

test("a rotation that was submitted 20 times shows one secret", async () => {
  const token = await makeToken(world.acme);
  const expectedLast4 = token.secret.slice(-4);
  const results = await times(20, () =>
    rotateToken(world.acme.administrator.context, { tokenId: token.id, expectedLast4 }),
  );
  const codes = results.map(codeOf).sort();
  expect(codes).toEqual([...Array(19).fill("conflict"), "done"]);
  expect(await eventsOf(token.id, "token.rotate")).toBe(1);
  expect(await secretsOf(token.id)).toHaveLength(2);
});

test("a create that was submitted 10 times makes one token", async () => {
  const requestKey = randomUUID();
  const wanted = {
    type: "impersonation",
    name: `Double ${requestKey}`,
    actsAsUserId: world.acme.templateUserId,
    requestKey,
  };
  const results = await times(10, () => createToken(world.acme.administrator.context, wanted));
  expect(results.map(codeOf).sort()).toEqual(["done", ...Array(9).fill("duplicate_request")]);
  expect(await world.db.token.count({ where: { requestKey } })).toBe(1);
  expect(
    await world.db.auditEvent.count({ where: { action: "token.create", targetName: wanted.name } }),
  ).toBe(1);
});

test.each(["export", "download"])(
  "20 %s tokens created at once for an organization make one",
  async (type) => {
    const organizationId = await createOrganization(
      world.db,
      world.clock,
      world.acme.accountId,
      `One ${type}`,
    );
    const results = await times(20, (i) =>
      createToken(world.acme.administrator.context, { type, name: `${type} ${i}`, organizationId }),
    );
    expect(results.map(codeOf).sort()).toEqual([...Array(19).fill("already_exists"), "done"]);
  },
);

test("a token deleted by 10 at once is deleted once, with one event", async () => {
  const token = await makeToken(world.acme);
  const results = await times(10, () => deleteToken(world.acme.administrator.context, { tokenId: token.id }));
  expect(results.map(codeOf).sort()).toEqual(["done", ...Array(9).fill("token_deleted")]);
  expect(await eventsOf(token.id, "token.delete")).toBe(1);
});

test("toggling, rotating, editing and deleting at once keeps every invariant, and an event for each success", async () => {
  const tokens = await times(4, (i) => makeToken(world.acme, { name: `Mixed ${i}` }));
  const ids = tokens.map((token) => token.id);
  const context = world.acme.administrator.context;
  const other = world.acme.otherAdministrator.context;
  const counted: Record<string, number> = {};
  const count = (action: string, by: number) => {
    counted[action] = (counted[action] ?? 0) + by;
  };
  await times(60, async (i) => {
    const tokenId = ids[i % ids.length]!;
    const who = i % 2 === 0 ? context : other;
    const kind = Math.floor(i / ids.length) % 8;
    if (kind === 0 || kind === 5) {
      const result = await rotateToken(who, { tokenId, graceSeconds: kind === 0 ? 0 : 3600 });
      if (result.ok) count("token.rotate", 1);
    } else if (kind === 1) {
      const result = await disableToken(who, { tokenId });
      if (result.ok && result.value.changed) count("token.disable", 1);
    } else if (kind === 2) {
      const result = await enableToken(who, { tokenId });
      if (result.ok && result.value.changed) count("token.enable", 1);
    } else if (kind === 3) {
      const result = await editToken(who, { tokenId, name: `Mixed again ${i}` });
      if (result.ok) count("token.edit", 1);
    } else if (kind === 4) {
      const result = await actOnTokens(who, { tokenIds: [...ids].reverse(), action: "disable" });
      if (result.ok) count("token.disable", result.value.changed);
    } else if (kind === 6) {
      const result = await finishRotation(who, { tokenId });
      if (result.ok) count("token.finish_rotation", 1);
    } else if (i > 50) {
      const result = await deleteToken(who, { tokenId });
      if (result.ok) count("token.delete", 1);
    }
  });
  await expectInvariants();
  for (const [action, expected] of Object.entries(counted)) {
    const events = await world.db.auditEvent.count({ where: { action, targetId: { in: ids } } });
    expect([action, events]).toEqual([action, expected]);
  }
});

test("revoke all while others rotate and create leaves no live secret of a token that it counted", async () => {
  const tenant = world.other;
  const tokens = await times(12, (i) => makeToken(tenant, { name: `Leaked ${i}` }));
  const [revoked, ...others] = await Promise.all([
    revokeAllTokens(tenant.administrator.context, { confirmation: "12" }),
    ...tokens.map((token) => rotateToken(tenant.otherAdministrator.context, { tokenId: token.id })),
  ]);
  expect(codeOf(revoked)).toBe("done");
  for (const result of others) expect(["done", "token_deleted"]).toContain(codeOf(result));
  const live = await world.db.tokenSecret.count({
    where: { destroyedAt: null, tokenId: { in: tokens.map((token) => token.id) } },
  });
  expect(live).toBe(0);
  await expectInvariants();
});
