import { afterAll, beforeAll, expect, test } from "vitest";
import { seedTokens } from "@/services/seed/tokens/seed-tokens";
import { testKeys } from "@/services/testing/context";
import { openWorld } from "@/services/testing/open-world";
import { codeOf, unwrap } from "@/services/testing/tokens";

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const indexNames = async () => {
  const rows = await world.run("SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1");
  return rows.map((row) => row.indexdef);
};

test("an account gets as many tokens as asked, whole in every table, in one account only, with an event", async () => {
  const { accountId } = world.acme;
  const made = unwrap(await seedTokens(world.cli, { tokens: 3_000, working: 3 }, { accountId }));
  expect(made).toMatchObject({ tokens: 3_000 });
  expect(await world.db.token.count({ where: { accountId } })).toBe(3_000);
  expect(await world.db.token.count({ where: { accountId: world.other.accountId } })).toBe(0);
  const gaps = await world.run(
    `SELECT count(*) FILTER (WHERE s."id" IS NULL)::int AS secrets, count(*) FILTER (WHERE a."tokenId" IS NULL)::int AS activity,
       count(*) FILTER (WHERE (t."deletedAt" IS NULL) <> (s."destroyedAt" IS NULL))::int AS tombstones,
       count(DISTINCT t."type")::int AS types, count(*) FILTER (WHERE substr(t."id"::text, 15, 1) <> '7')::int AS "otherIds",
       count(*) FILTER (WHERE t."deletedAt" IS NOT NULL)::int AS deleted, count(*) FILTER (WHERE a."lastUsedAt" IS NULL)::int AS unused
     FROM "Token" t LEFT JOIN "TokenSecret" s ON s."tokenId" = t."id" LEFT JOIN "TokenActivity" a ON a."tokenId" = t."id"`,
  );
  expect(gaps[0]).toMatchObject({ secrets: 0, activity: 0, tombstones: 0, types: 3, otherIds: 0 });
  expect(gaps[0]!.deleted).toBeGreaterThan(30);
  expect(gaps[0]!.unused).toBeGreaterThan(300);
  for (const { id, secret } of made.working) {
    const row = await world.db.tokenSecret.findFirstOrThrow({ where: { tokenId: id } });
    expect(Buffer.from(row.digest)).toEqual(testKeys.digest(secret));
  }
  const event = await world.db.auditEvent.findFirstOrThrow({ where: { action: "token.seed" } });
  expect(event).toMatchObject({ accountId, actorKind: "cli", details: { count: 2_997 } });
});

test("a large seed leaves every index as it was", async () => {
  const before = await indexNames();
  unwrap(await seedTokens(world.cli, { tokens: 50_000 }, { accountId: world.other.accountId }));
  expect(await indexNames()).toEqual(before);
  expect(await world.db.token.count({ where: { accountId: world.other.accountId } })).toBe(50_000);
});

test.each([{}, { tokens: 0 }, { tokens: 1.5 }, { tokens: 1e9 }, { tokens: 5, working: -1 }])(
  "bad input is refused: %j",
  async (input) => {
    expect(codeOf(await seedTokens(world.cli, input, { accountId: world.acme.accountId }))).toBe(
      "invalid_input",
    );
  },
);
