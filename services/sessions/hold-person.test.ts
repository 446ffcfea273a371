import { afterAll, beforeAll, expect, test } from "vitest";
import { beginApp } from "@/services/second-factors/begin-app";
import { confirmApp } from "@/services/second-factors/confirm-app";
import { endOtherSessions } from "@/services/sessions/end-others";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { givePassword, testPassword } from "@/services/testing/passwords";
import { appOf, plantApp } from "@/services/testing/second-factors";
import { unwrap } from "@/services/testing/tokens";
import { createPerson } from "@/services/testing/world";
import { resetSecondFactors } from "@/services/users/reset-second-factors";

let world: OpenWorld;
let count = 0;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function someone() {
  const { accountId } = world.acme;
  const name = `Hal ${++count}`;
  const person = await createPerson(world.db, world.clock, { accountId, role: "member", name });
  await givePassword(world.db, person.userId, `hal${count}@acme.test`);
  return person;
}

/** Runs `end` while a sign-in of the person has looked whether there is a second factor and not opened its session yet. */
async function duringSignIn<T>(userId: string, accountId: string, end: () => Promise<T>): Promise<T> {
  await world.run("BEGIN");
  try {
    await world.run(`SELECT 1 FROM "User" WHERE "id" = $1 FOR SHARE`, [userId]);
    await world.run(
      `INSERT INTO "Session" ("id", "userId", "accountId", "createdAt", "lastSeenAt", "expiresAt", "reauthenticatedAt", "ip", "userAgent")
       VALUES (gen_random_uuid(), $1, $2, $3::timestamptz, $3, $3::timestamptz + interval '1 day', $3, '203.0.113.66', '')`,
      [userId, accountId, world.clock.now],
    );
    let isOver = false;
    const ended = end().finally(() => {
      isOver = true;
    });
    const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid`;
    await expect.poll(async () => isOver || (await world.run(waiting)).length === 1).toBe(true);
    await world.run("COMMIT");
    return await ended;
  } finally {
    await world.run("ROLLBACK");
  }
}
const openElsewhere = (userId: string) =>
  world.db.session.count({ where: { userId, ip: "203.0.113.66", endedAt: null } });

test("a session that is opened by the password alone while the first app is confirmed ends with the others", async () => {
  const { context, userId } = await someone();
  const begun = unwrap(await beginApp(context, { name: "Phone", password: testPassword }));
  const code = appOf(begun.secret)(world.clock.now);
  const confirmed = await duringSignIn(userId, world.acme.accountId, () =>
    confirmApp(context, { id: begun.id, code }),
  );
  expect(unwrap(confirmed).sessionsEnded).toBe(1);
  expect(await openElsewhere(userId)).toBe(0);
});

test("one that is opened in another account while the second factors are removed ends with the others", async () => {
  const { userId } = await someone();
  const { accountId } = world.other;
  await world.db.membership.create({
    data: { userId, accountId, role: "member", createdAt: world.clock.now },
  });
  await plantApp(world.db, userId, world.clock.now);
  unwrap(
    await duringSignIn(userId, accountId, () => resetSecondFactors(world.acme.operator.context, { userId })),
  );
  expect(await openElsewhere(userId)).toBe(0);
});

test("one that is opened while the person ends all others ends with them", async () => {
  const { context, userId } = await someone();
  unwrap(await duringSignIn(userId, world.acme.accountId, () => endOtherSessions(context)));
  expect(await openElsewhere(userId)).toBe(0);
});
