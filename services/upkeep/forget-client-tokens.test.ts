import { afterAll, beforeAll, expect, test } from "vitest";
import { listClientTokens } from "@/services/api-clients/list-tokens";
import { makeApiClient, obtainToken } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, noteUse, unwrap } from "@/services/testing/tokens";
import { forgetClientTokens } from "@/services/upkeep/forget-client-tokens";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const run = (limit = 100) =>
  world.db.$transaction((tx) => forgetClientTokens.run(tx, world.clock.now, limit));

test("tokens of clients go 30 days after their hour, the oldest first; their events, and tokens of people, stay", async () => {
  const client = await makeApiClient(world.acme);
  const people = await makeToken(world.acme, {
    type: "account",
    expiresAt: new Date("2026-06-15T11:00:00Z"),
  });
  const oldest = await obtainToken(world, client);
  await noteUse(world, oldest.id);
  world.clock.advance(86_400);
  const old = await obtainToken(world, client);
  world.clock.advance(30 * 86_400 + 3_600);
  const recent = await obtainToken(world, client);
  expect(await run()).toBe(1);
  world.clock.advance(1);
  expect(await run(1)).toBe(1);
  expect(await run()).toBe(0);
  const left = await world.db.token.findMany({
    where: { id: { in: [oldest.id, old.id, recent.id, people.id] } },
  });
  expect(left.map(({ id }) => id).sort()).toEqual([recent.id, people.id].sort());
  for (const table of ["TokenSecret", "TokenActivity", "TokenCaller"]) {
    const rows = await world.run(`SELECT 1 FROM "${table}" WHERE "tokenId" = ANY($1)`, [[oldest.id, old.id]]);
    expect([table, rows]).toEqual([table, []]);
  }
  expect(
    await world.db.auditEvent.findMany({
      where: { targetId: oldest.id },
      select: { action: true, actorId: true },
    }),
  ).toEqual([{ action: "token.issue", actorId: client.id }]);
  await signInAgain();
  const listed = await listClientTokens(world.acme.auditor.context, { apiClientId: client.id });
  expect(unwrap(listed)).toMatchObject({ total: 1 });
});

test("one that somebody holds is left for the next round", async () => {
  await signInAgain();
  const { id } = await obtainToken(world, await makeApiClient(world.acme));
  world.clock.advance(31 * 86_400);
  await world.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "Token" WHERE "id" = ${id}::uuid FOR UPDATE`;
    await run();
  });
  expect(await world.db.token.count({ where: { id } })).toBe(1);
  expect(await run()).toBe(1);
  expect(await world.db.token.count({ where: { id } })).toBe(0);
});

// The clock has moved on beyond every session's end.
async function signInAgain() {
  const now = world.clock.now;
  await world.db.session.updateMany({
    data: { reauthenticatedAt: now, lastSeenAt: now, expiresAt: new Date(now.getTime() + 86_400_000) },
  });
}
