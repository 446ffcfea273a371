import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { secondStepSecondsMax } from "@/domain/second-factors/bounds";
import type { BaseContext } from "@/services/kernel/context";
import { askToConfirmByKey } from "@/services/second-factors/key-questions";
import { askForKeyAtSignIn, finishSignIn, openSecondStep } from "@/services/sessions/second-step";
import { signIn } from "@/services/sessions/sign-in";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { givePassword, testPassword } from "@/services/testing/passwords";
import { addApp, pendingOf } from "@/services/testing/second-factors";
import { addKey } from "@/services/testing/security-keys";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";
import { createPerson } from "@/services/testing/world";
import { resetSecondFactors } from "@/services/users/reset-second-factors";

let world: OpenWorld;
let count = 0;
beforeAll(async () => {
  world = await openWorld({ connectionsMax: 20 });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.db.rateLimit.deleteMany();
});

function usual(): BaseContext {
  const { claim: _, ...base } = world.acme.member.context;
  return base;
}

/** A member of Acme with a security key and nothing else. */
async function someone() {
  const { accountId } = world.acme;
  const name = `Kai ${++count}`;
  const person = await createPerson(world.db, world.clock, { accountId, role: "member", name });
  const email = `kai${count}@acme.test`;
  await givePassword(world.db, person.userId, email);
  const added = await addKey(person.context);
  return { ...person, ...added, email, right: { email, password: testPassword } };
}
type Someone = Awaited<ReturnType<typeof someone>>;
const enter = async ({ right }: Someone) => pendingOf(unwrap(await signIn(usual(), right)));
const ask = async (pendingId: string) => unwrap(await askForKeyAtSignIn(usual(), pendingId));
const finish = (pendingId: string, key: unknown) => finishSignIn(usual(), pendingId, { key });
const lastEvent = () => world.db.auditEvent.findFirst({ orderBy: { id: "desc" } });

describe("a sign-in with a security key", () => {
  it("opens a session by the key's answer, once, and says so in the trail", async () => {
    const person = await someone();
    const pendingId = await enter(person);
    expect(await openSecondStep(usual(), pendingId)).toEqual({ email: person.email, kinds: ["key"] });
    const question = await ask(pendingId);
    expect(question.allowCredentials).toMatchObject([{ id: person.key.id }]);
    const answer = person.key.answer(question);
    const { sessionId } = unwrap(await finish(pendingId, answer));
    expect(await world.db.session.count({ where: { id: sessionId, userId: person.userId } })).toBe(1);
    expect(await lastEvent()).toMatchObject({
      action: "session.sign_in",
      details: { secondStep: "a security key" },
    });
    expect(codeOf(await finish(pendingId, answer))).toBe("second_step_over");
    expect(codeOf(await finish(await enter(person), answer))).toBe("invalid_credentials");
  });

  it("takes no answer to the question of another sign-in, of a session, or of before it was asked anew", async () => {
    const person = await someone();
    const [one, two] = [await enter(person), await enter(person)];
    const questions = [await ask(one), await ask(two), unwrap(await askToConfirmByKey(person.context))];
    for (const question of questions.slice(1)) {
      expect(codeOf(await finish(one, person.key.answer(question)))).toBe("invalid_credentials");
      await ask(one);
    }
    const old = await ask(one);
    await ask(one);
    expect(codeOf(await finish(one, person.key.answer(old)))).toBe("invalid_credentials");
    expect(await lastEvent()).toMatchObject({
      action: "session.sign_in_failed",
      outcome: "refused",
      details: { reason: "wrong answer of a security key at the second step" },
    });
    expect(codeOf(await finish(one, person.key.answer(await ask(one))))).toBe("done");
  });

  it("takes no key of another person, and asks none of who has none", async () => {
    const [person, stranger] = [await someone(), await someone()];
    const pendingId = await enter(person);
    const answer = stranger.key.answer(await ask(pendingId));
    expect(codeOf(await finish(pendingId, answer))).toBe("invalid_credentials");
    unwrap(await resetSecondFactors(world.acme.administrator.context, { userId: person.userId }));
    expect(await world.db.securityKey.count({ where: { factorId: person.id } })).toBe(0);
    expect(codeOf(await askForKeyAtSignIn(usual(), pendingId))).toBe("not_found");
  });

  it("refuses a key that has counted back, and has it on record", async () => {
    const person = await someone();
    person.key.count = 7;
    const first = await enter(person);
    unwrap(await finish(first, person.key.answer(await ask(first))));
    const pendingId = await enter(person);
    const question = await ask(pendingId);
    person.key.count = 6;
    expect(codeOf(await finish(pendingId, person.key.answer(question)))).toBe("invalid_credentials");
    expect(await lastEvent()).toMatchObject({
      action: "session.sign_in_failed",
      details: { reason: "a security key that has counted back and may be a copy at the second step" },
    });
  });

  it("is over ten minutes after the password, question or not", async () => {
    const person = await someone();
    const pendingId = await enter(person);
    const question = await ask(pendingId);
    world.clock.advance(secondStepSecondsMax);
    expect(codeOf(await finish(pendingId, person.key.answer(question)))).toBe("second_step_over");
    expect(codeOf(await askForKeyAtSignIn(usual(), pendingId))).toBe("second_step_over");
    expect(codeOf(await askForKeyAtSignIn(usual(), "00000000-0000-4000-8000-000000000000"))).toBe(
      "second_step_over",
    );
  });

  it("changes nothing when the audit trail cannot be written; asked again, the key works", async () => {
    const person = await someone();
    const pendingId = await enter(person);
    const before = await world.db.session.count();
    const answer = person.key.answer(await ask(pendingId));
    await withUnwritableAudit(world, () => expect(finish(pendingId, answer)).rejects.toThrow());
    expect(await world.db.session.count()).toBe(before);
    expect(codeOf(await finish(pendingId, person.key.answer(await ask(pendingId))))).toBe("done");
  });

  it("goes by a recovery code too, with keys alone; and by the app of who has both", async () => {
    const person = await someone();
    const code = person.recoveryCodes![0];
    expect(codeOf(await finishSignIn(usual(), await enter(person), { code }))).toBe("done");
    const { app } = await addApp(person.context);
    world.clock.advance(30);
    const pendingId = await enter(person);
    expect((await openSecondStep(usual(), pendingId))?.kinds.toSorted()).toEqual(["app", "key"]);
    expect(codeOf(await finishSignIn(usual(), pendingId, { code: app.codeAt(world.clock.now) }))).toBe(
      "done",
    );
  });

  it("refuses what has no form of an answer", async () => {
    const person = await someone();
    const pendingId = await enter(person);
    for (const key of [null, "x", {}, { ...person.key.answer(await ask(pendingId)), rawId: "=" }])
      expect(codeOf(await finish(pendingId, key))).toBe("invalid_input");
  });
});
