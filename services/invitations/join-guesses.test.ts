import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { acceptInvitation } from "@/services/invitations/accept";
import type { BaseContext } from "@/services/kernel/context";
import { changePassword } from "@/services/passwords/change";
import { signIn } from "@/services/sessions/sign-in";
import { baseContext } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { givePassword, testPassword } from "@/services/testing/passwords";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { createPerson, type Person } from "@/services/testing/world";
import { inviteUser } from "@/services/users/invite";

let world: OpenWorld;
let count = 0;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.db.rateLimit.deleteMany();
});

type Invited = Person & { readonly email: string; readonly secret: string };

/** A member of Acme whom somebody at Borealis invites, and who keeps the link instead of handing it on. */
async function invited(): Promise<Invited> {
  const { accountId } = world.acme;
  const person = await createPerson(world.db, world.clock, { accountId, role: "member", name: "Rik" });
  const email = `rik${++count}@acme.test`;
  await givePassword(world.db, person.userId, email);
  const { context } = world.other.administrator;
  const { path } = unwrap(await inviteUser(context, { email, role: "member" }));
  return { ...person, email, secret: path.split("#")[1]! };
}

const from = (ip: string): BaseContext => {
  const base = baseContext(world);
  return { ...base, origin: { ...base.origin, ip } };
};
const guess = async ({ secret }: Invited, ip: string, password = "no idea at all") =>
  codeOf(await acceptInvitation(from(ip), { secret, password }));

test("wrong passwords for an invitation are in the trail of the person's account, and in nobody else's", async () => {
  const person = await invited();
  const before = await world.db.auditEvent.count({ where: { accountId: world.other.accountId } });
  expect(await guess(person, "198.51.100.1")).toBe("invalid_credentials");
  const events = await world.db.auditEvent.findMany({ where: { actorId: person.userId } });
  expect(events).toMatchObject([
    {
      accountId: world.acme.accountId,
      action: "session.sign_in_failed",
      outcome: "refused",
      ip: "198.51.100.1",
    },
  ]);
  expect(await world.db.auditEvent.count({ where: { accountId: world.other.accountId } })).toBe(before);
});

test("whoever guesses with an invitation does not keep its person from confirming the password", async () => {
  const person = await invited();
  for (let i = 0; i < 6; i++) await guess(person, "198.51.100.2");
  expect(await guess(person, "198.51.100.2", testPassword)).toBe("too_many_attempts");
  const changed = await changePassword(person.context, {
    password: testPassword,
    newPassword: "nine blue ladders",
  });
  expect(codeOf(changed)).toBe("done");
});

test("guesses with an invitation and at the sign-in are counted together", async () => {
  const person = await invited();
  const { email } = person;
  const signedIn = async (ip: string) => codeOf(await signIn(from(ip), { email, password: testPassword }));
  for (let i = 0; i < 5; i++) await guess(person, "198.51.100.3");
  expect(await signedIn("198.51.100.3")).toBe("too_many_attempts");
  for (let i = 0; i < 46; i++) await guess(person, `203.0.113.${i}`);
  expect(await guess(person, "198.51.100.4", testPassword)).toBe("too_many_attempts");
  expect(await signedIn("198.51.100.5")).toBe("too_many_attempts");
});

test("a password that is replaced while somebody joins with it opens no session", async () => {
  const person = await invited();
  const sessions = () => world.db.session.count({ where: { userId: person.userId } });
  const before = await sessions();
  await world.run("BEGIN");
  try {
    await world.run(`UPDATE "User" SET "passwordHash" = 'another' WHERE "id" = $1`, [person.userId]);
    const asked = guess(person, "198.51.100.6", testPassword);
    // A membership refers to its user: without a look at the password it would wait for nothing.
    const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid`;
    await Promise.race([asked, expect.poll(async () => (await world.run(waiting)).length).toBe(1)]);
    await world.run("COMMIT");
    expect(await asked).toBe("invalid_credentials");
    expect(await sessions()).toBe(before);
  } finally {
    await world.run("ROLLBACK");
  }
});

test("a person who is disabled in all of Keydesk joins no account", async () => {
  const person = await invited();
  await world.db.user.update({ where: { id: person.userId }, data: { disabledAt: world.clock.now } });
  expect(await guess(person, "198.51.100.7", testPassword)).toBe("invalid_credentials");
});
