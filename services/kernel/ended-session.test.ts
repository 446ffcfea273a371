import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf } from "@/services/testing/tokens";
import { createToken } from "@/services/tokens/create";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

// What a new password, and what an administrator who ends somebody's sessions, hold meanwhile.
test.each([
  ["a new password", `UPDATE "User" SET "passwordHash" = 'another' WHERE "id" = $1`],
  ["an administrator", `SELECT 1 FROM "Membership" WHERE "userId" = $1 FOR UPDATE`],
])("an action that waits for %s which ends its session does nothing", async (_, hold) => {
  const { context, userId, sessionId } = world.acme.administrator;
  const { templateUserId: actsAsUserId } = world.acme;
  await world.run("BEGIN");
  try {
    await world.run(hold, [userId]);
    await world.run(`UPDATE "Session" SET "endedAt" = now() WHERE "id" = $1`, [sessionId]);
    const asked = createToken(context, { type: "impersonation", name: "Late", actsAsUserId });
    const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid`;
    await expect.poll(async () => (await world.run(waiting)).length).toBe(1);
    await world.run("COMMIT");
    expect(codeOf(await asked)).toBe("unauthenticated");
    expect(await world.db.token.count({ where: { name: "Late" } })).toBe(0);
  } finally {
    await world.run("ROLLBACK");
    await world.run(`UPDATE "Session" SET "endedAt" = NULL WHERE "id" = $1`, [sessionId]);
  }
});
