import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { Context } from "@/services/kernel/context";
import { loadActor } from "@/services/kernel/load-actor";
import { signIn } from "@/services/sessions/sign-in";
import { baseContext } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { givePassword, testPassword } from "@/services/testing/passwords";
import { addApp } from "@/services/testing/second-factors";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { createPerson } from "@/services/testing/world";
import { findPersonByEmail } from "@/services/users/find-person";
import { resetSecondFactors } from "@/services/users/reset-second-factors";

let world: OpenWorld;
let count = 0;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.db.session.updateMany({ data: { reauthenticatedAt: world.clock.now } });
});

/** A member of Acme with an authenticator app. */
async function someone() {
  const { accountId } = world.acme;
  const name = `Rea ${++count}`;
  const person = await createPerson(world.db, world.clock, { accountId, role: "member", name });
  const email = `rea${count}@acme.test`;
  await givePassword(world.db, person.userId, email);
  return { ...person, email, ...(await addApp(person.context)) };
}
const factorsOf = (userId: string) => world.db.secondFactor.count({ where: { userId } });
const codesOf = (userId: string) => world.db.recoveryCode.count({ where: { userId } });
const isAlive = async (context: Context) =>
  (await loadActor(world.db, context.claim, world.clock.now, false)) !== null;
const join = (userId: string) =>
  world.db.membership.create({
    data: { userId, accountId: world.other.accountId, role: "member", createdAt: world.clock.now },
  });

it("removes factors, recovery codes and sessions of that person alone, and the password alone signs in again", async () => {
  const [person, another] = [await someone(), await someone()];
  const { sessions } = unwrap(
    await resetSecondFactors(world.acme.administrator.context, { userId: person.userId }),
  );
  expect([sessions, await factorsOf(person.userId), await codesOf(person.userId)]).toEqual([1, 0, 0]);
  expect([await factorsOf(another.userId), await codesOf(another.userId)]).toEqual([1, 10]);
  expect([await isAlive(person.context), await isAlive(another.context)]).toEqual([false, true]);
  const entered = unwrap(await signIn(baseContext(world), { email: person.email, password: testPassword }));
  expect(entered.step).toBe("done");
});

it("of who works in another account too is an operator's alone, and is told in both", async () => {
  const person = await someone();
  await join(person.userId);
  const input = { userId: person.userId };
  const before = await world.dump();
  expect(codeOf(await resetSecondFactors(world.acme.administrator.context, input))).toBe("forbidden");
  expect(await world.dump()).toBe(before);
  unwrap(await resetSecondFactors(world.acme.operator.context, input));
  const events = await world.db.auditEvent.findMany({
    where: { action: "user.reset_second_factors", targetId: person.userId },
    select: { accountId: true },
  });
  expect(events.map(({ accountId }) => accountId).sort()).toEqual(
    [world.acme.accountId, world.other.accountId].sort(),
  );
});

it("is not for oneself, nor for who has none", async () => {
  const { administrator, member } = world.acme;
  await givePassword(world.db, administrator.userId, "ada@acme.test");
  const { context } = await addApp(administrator.context);
  expect(codeOf(await resetSecondFactors(context, { userId: administrator.userId }))).toBe("conflict");
  expect(codeOf(await resetSecondFactors(context, { userId: member.userId }))).toBe("conflict");
  expect(codeOf(await resetSecondFactors(context, { userId: world.acme.templateUserId }))).toBe("not_found");
});

it("from the operator's shell finds the person by e-mail in any account", async () => {
  const person = await someone();
  const found = unwrap(await findPersonByEmail(world.db, ` ${person.email.toUpperCase()} `));
  expect(found).toMatchObject({ id: person.userId, accountId: world.acme.accountId });
  unwrap(await resetSecondFactors(world.cli, { userId: found.id }, { accountId: found.accountId }));
  expect(await factorsOf(person.userId)).toBe(0);
  expect(codeOf(await findPersonByEmail(world.db, "nobody@acme.test"))).toBe("not_found");
});
