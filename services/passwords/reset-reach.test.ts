import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptInvitation } from "@/services/invitations/accept";
import { openReset } from "@/services/invitations/open";
import type { Context } from "@/services/kernel/context";
import { resetPassword } from "@/services/passwords/reset";
import { signIn } from "@/services/sessions/sign-in";
import { baseContext } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { givePassword, testPassword } from "@/services/testing/passwords";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { createPerson } from "@/services/testing/world";
import { inviteUser } from "@/services/users/invite";
import { createResetLink } from "@/services/users/reset-link";

let world: OpenWorld;
let count = 0;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const password = "nine blue ladders";
const secretOf = ({ path }: { path: string }) => path.split("#")[1]!;

async function memberOfAcme() {
  const { accountId } = world.acme;
  const { userId } = await createPerson(world.db, world.clock, { accountId, role: "member", name: "Rik" });
  const email = `rik${++count}@acme.test`;
  await givePassword(world.db, userId, email);
  return { userId, email };
}

const resetLink = async (by: Context, userId: string) =>
  secretOf(unwrap(await createResetLink(by, { userId })));

async function joinOther(email: string): Promise<void> {
  const { context } = world.other.administrator;
  const secret = secretOf(unwrap(await inviteUser(context, { email, role: "administrator" })));
  unwrap(await acceptInvitation(baseContext(world), { secret, password: testPassword }));
}

test("a reset link of one account opens nothing once its person works in another one too", async () => {
  const { userId, email } = await memberOfAcme();
  const secret = await resetLink(world.acme.administrator.context, userId);
  await joinOther(email);
  const base = baseContext(world);
  expect(codeOf(await openReset(base, { secret }))).toBe("link_invalid");
  expect(codeOf(await resetPassword(base, { secret, password }))).toBe("link_invalid");
  expect(codeOf(await signIn(base, { email, password: testPassword }))).toBe("done");
});

test("an operator's opens also then", async () => {
  const { userId, email } = await memberOfAcme();
  const secret = await resetLink(world.acme.operator.context, userId);
  await joinOther(email);
  const base = baseContext(world);
  expect(unwrap(await openReset(base, { secret }))).toMatchObject({ email });
  expect(codeOf(await resetPassword(base, { secret, password }))).toBe("done");
});

test("it opens nothing once its person has become an operator", async () => {
  const { userId } = await memberOfAcme();
  const secret = await resetLink(world.acme.administrator.context, userId);
  await world.db.user.update({ where: { id: userId }, data: { isOperator: true } });
  expect(codeOf(await resetPassword(baseContext(world), { secret, password }))).toBe("link_invalid");
});

test("a password that waits for its person to join another account is not set", async () => {
  const { userId } = await memberOfAcme();
  const secret = await resetLink(world.acme.administrator.context, userId);
  await world.run("BEGIN");
  try {
    await world.run(`SELECT 1 FROM "User" WHERE "id" = $1 FOR SHARE`, [userId]);
    await world.run(
      `INSERT INTO "Membership" ("userId", "accountId", "role", "createdAt") VALUES ($1, $2, 'administrator', now())`,
      [userId, world.other.accountId],
    );
    const asked = resetPassword(baseContext(world), { secret, password });
    const waiting = `SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid`;
    await expect.poll(async () => (await world.run(waiting)).length).toBe(1);
    await world.run("COMMIT");
    expect(codeOf(await asked)).toBe("link_invalid");
  } finally {
    await world.run("ROLLBACK");
  }
});
