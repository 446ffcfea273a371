import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptInvitation } from "@/services/invitations/accept";
import { baseContext } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { givePassword, testPassword } from "@/services/testing/passwords";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { createPerson, createTemplateUser, type Person } from "@/services/testing/world";
import { createToken } from "@/services/tokens/create";
import { inviteUser } from "@/services/users/invite";
import { removeUser } from "@/services/users/remove";

let world: OpenWorld;
let count = 0;
beforeAll(async () => {
  world = await openWorld({ connectionsMax: 20 });
});
afterAll(() => world.close());

const administrator = () => world.acme.administrator.context;
const template = () =>
  createTemplateUser(world.db, world.clock, world.acme.accountId, `svc-${String(++count)}`);
const actingAs = (actsAsUserId: string) =>
  createToken(administrator(), { type: "impersonation", name: "Late", actsAsUserId });

test("a token that waits for the removal of its user is not made", async () => {
  const userId = await template();
  await world.run("BEGIN");
  try {
    const values = [userId, world.acme.accountId];
    const where = `WHERE "userId" = $1 AND "accountId" = $2`;
    await world.run(`SELECT 1 FROM "Membership" ${where} FOR UPDATE`, values);
    await world.run(`UPDATE "Membership" SET "disabledAt" = now(), "removedAt" = now() ${where}`, values);
    const asked = actingAs(userId);
    const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid`;
    await expect.poll(async () => (await world.run(waiting)).length).toBe(1);
    await world.run("COMMIT");
    expect(codeOf(await asked)).toBe("not_found");
  } finally {
    await world.run("ROLLBACK");
  }
});

test("of tokens that race with the removal of their user none is left alive", async () => {
  const userId = await template();
  const asked = Array.from({ length: 12 }, () => actingAs(userId));
  const removed = await removeUser(administrator(), { userId });
  const codes = (await Promise.all(asked)).map(codeOf);
  expect(new Set([...codes, "done", "not_found"])).toEqual(new Set(["done", "not_found"]));
  expect(await world.db.token.count({ where: { actsAsUserId: userId, deletedAt: null } })).toBe(0);
  expect(unwrap(removed).tokens).toBe(codes.filter((code) => code === "done").length);
});

test("a second invitation that was open while the first was accepted lets nobody back in after a removal", async () => {
  const email = "twice@example.test";
  const other = "twice.other@example.test";
  const invite = async (address: string, by: Person = world.acme.administrator) =>
    unwrap(await inviteUser(by.context, { email: address, role: "administrator" })).path.split("#")[1]!;
  const second = await invite(email);
  const elsewhere = await invite(email, world.other.administrator);
  const ofAnother = await invite(other);
  const { accountId } = world.acme;
  const { userId } = await createPerson(world.db, world.clock, { accountId, role: "member", name: "Twice" });
  await givePassword(world.db, userId, email);
  unwrap(await removeUser(administrator(), { userId }));
  const event = await world.db.auditEvent.findFirstOrThrow({
    where: { action: "user.remove", targetId: userId },
  });
  expect(event.details).toMatchObject({ cancelledLinks: 1 });
  const accept = async (secret: string, more: object) =>
    codeOf(await acceptInvitation(baseContext(world), { secret, ...more }));
  expect(await accept(second, { password: testPassword })).toBe("link_invalid");
  expect(await accept(elsewhere, { password: testPassword })).toBe("done");
  expect(await accept(ofAnother, { name: "Nia Osei", password: "seven green kettles" })).toBe("done");
});
