import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { secondStepSecondsMax } from "@/domain/second-factors/bounds";
import { acceptInvitation } from "@/services/invitations/accept";
import type { BaseContext } from "@/services/kernel/context";
import { loadActor } from "@/services/kernel/load-actor";
import { changePassword } from "@/services/passwords/change";
import { attemptLimiter } from "@/services/sessions/attempt-throttle";
import { finishSignIn, openSecondStep } from "@/services/sessions/second-step";
import { signIn } from "@/services/sessions/sign-in";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { givePassword, testPassword } from "@/services/testing/passwords";
import { addApp, pendingOf, sessionOf } from "@/services/testing/second-factors";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";
import { createPerson, signInPerson } from "@/services/testing/world";
import { disableUser } from "@/services/users/disable";
import { inviteUser } from "@/services/users/invite";

let world: OpenWorld;
let count = 0;
beforeAll(async () => {
  world = await openWorld({ connectionsMax: 20 });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.db.rateLimit.deleteMany();
});

function from(ip: string): BaseContext {
  const { claim: _, ...base } = world.acme.member.context;
  return { ...base, origin: { ...base.origin, ip } };
}
const usual = () => from("192.0.2.10");

/** A member of Acme with an authenticator app, half a minute after it was added. */
async function someone() {
  const { accountId } = world.acme;
  const name = `Sid ${++count}`;
  const person = await createPerson(world.db, world.clock, { accountId, role: "member", name });
  const email = `sid${count}@acme.test`;
  await givePassword(world.db, person.userId, email);
  const added = await addApp(person.context);
  world.clock.advance(30);
  const right = { email, password: testPassword };
  return { ...person, ...added, email, right, code: () => added.app.codeAt(world.clock.now) };
}
type Someone = Awaited<ReturnType<typeof someone>>;
const ask = async ({ right }: Someone, base = usual()) => pendingOf(unwrap(await signIn(base, right)));
const lastEvent = () => world.db.auditEvent.findFirst({ orderBy: { id: "desc" } });
const sessionsOf = (userId: string) => world.db.session.count({ where: { userId } });

describe("a sign-in with a second factor", () => {
  it("opens no session by the password alone, which is on record, and one by the code", async () => {
    const person = await someone();
    const before = await sessionsOf(person.userId);
    const pendingId = await ask(person);
    expect(await sessionsOf(person.userId)).toBe(before);
    expect(await lastEvent()).toMatchObject({
      action: "session.ask_second_step",
      actorId: person.userId,
      accountId: world.acme.accountId,
    });
    expect(await openSecondStep(usual(), pendingId)).toEqual({ email: person.email, kinds: ["app"] });
    const { sessionId } = unwrap(await finishSignIn(usual(), pendingId, { code: person.code() }));
    const actor = await loadActor(world.db, { kind: "session", sessionId }, world.clock.now, false);
    expect(actor).toMatchObject({ userId: person.userId, accountId: world.acme.accountId });
    expect(await lastEvent()).toMatchObject({
      action: "session.sign_in",
      details: { secondStep: "a code of an authenticator app" },
    });
    expect(await openSecondStep(usual(), pendingId)).toBeNull();
  });

  it("opens one by a recovery code, once", async () => {
    const person = await someone();
    const code = person.recoveryCodes![3]!.toUpperCase();
    unwrap(await finishSignIn(usual(), await ask(person), { code }));
    expect(await lastEvent()).toMatchObject({ details: { secondStep: "a recovery code" } });
    expect(codeOf(await finishSignIn(usual(), await ask(person), { code }))).toBe("invalid_credentials");
    expect(await world.db.recoveryCode.count({ where: { userId: person.userId, usedAt: null } })).toBe(9);
  });

  it("takes no code twice, nor one of before the newest that it took, nor another person's", async () => {
    const [person, stranger] = [await someone(), await someone()];
    const old = person.code();
    world.clock.advance(30);
    const code = person.code();
    unwrap(await finishSignIn(usual(), await ask(person), { code }));
    for (const each of [code, old, stranger.code(), stranger.recoveryCodes![0]!]) {
      expect(codeOf(await finishSignIn(usual(), await ask(person), { code: each }))).toBe(
        "invalid_credentials",
      );
      await world.db.rateLimit.deleteMany();
    }
  });

  it("opens one session when the same code is sent ten times at once, or one sign-in is finished by two codes", async () => {
    const person = await someone();
    const before = await sessionsOf(person.userId);
    const [code, [one, two]] = [person.code(), person.recoveryCodes!];
    const pendingIds = await Promise.all(Array.from({ length: 4 }, () => ask(person)));
    const results = await Promise.all(pendingIds.map((id) => finishSignIn(usual(), id, { code })));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const pendingId = await ask(person);
    const both = await Promise.all(
      [one, two].map((each) => finishSignIn(usual(), pendingId, { code: each })),
    );
    expect(both.map(codeOf).sort()).toEqual(["done", "second_step_over"]);
    // The one that opened nothing is still good.
    expect(await world.db.recoveryCode.count({ where: { userId: person.userId, usedAt: null } })).toBe(9);
    expect(await sessionsOf(person.userId)).toBe(before + 2);
  });

  it("takes a form that is sent twice for what it is, and not for a wrong code", async () => {
    const person = await someone();
    const pendingId = await ask(person);
    const code = person.code();
    const sent = await Promise.all([1, 2, 3].map(() => finishSignIn(usual(), pendingId, { code })));
    expect(sent.map(codeOf).sort()).toEqual(["done", "second_step_over", "second_step_over"]);
    const failed = { actorId: person.userId, action: "session.sign_in_failed" };
    expect(await world.db.auditEvent.count({ where: failed })).toBe(0);
  });

  it("is over after ten minutes, after a new password, and when the person is disabled", async () => {
    const late = await someone();
    const pendingId = await ask(late);
    world.clock.advance(secondStepSecondsMax);
    expect(codeOf(await finishSignIn(usual(), pendingId, { code: late.code() }))).toBe("second_step_over");

    const changed = await someone();
    const before = await ask(changed);
    unwrap(
      await changePassword(changed.context, { password: testPassword, newPassword: "seven green kettles" }),
    );
    expect(codeOf(await finishSignIn(usual(), before, { code: changed.code() }))).toBe("second_step_over");

    const disabled = await someone();
    const open = await ask(disabled);
    unwrap(await disableUser(world.acme.administrator.context, { userId: disabled.userId }));
    expect(codeOf(await finishSignIn(usual(), open, { code: disabled.code() }))).toBe("second_step_over");
    for (const person of [late, changed, disabled])
      expect(
        await world.db.session.count({ where: { userId: person.userId, ip: "192.0.2.10", endedAt: null } }),
      ).toBeLessThanOrEqual(1);
  });

  it("answers ids that are none of a pending sign-in, and sessions' ids, as over", async () => {
    const person = await someone();
    for (const id of ["00000000-0000-0000-0000-000000000000", person.sessionId])
      expect(codeOf(await finishSignIn(usual(), id, { code: "123456" }))).toBe("second_step_over");
    expect(await finishSignIn(usual(), await ask(person), {})).toMatchObject({
      refusal: { code: "invalid_input", fields: { code: "Enter a code." } },
    });
  });

  it("changes nothing when the audit trail cannot be written, and the code works afterwards", async () => {
    const person = await someone();
    const pendingId = await ask(person);
    const code = person.code();
    const before = await world.db.session.count();
    await withUnwritableAudit(world, () =>
      expect(finishSignIn(usual(), pendingId, { code })).rejects.toThrow(),
    );
    expect(await world.db.session.count()).toBe(before);
    expect(codeOf(await finishSignIn(usual(), pendingId, { code }))).toBe("done");
  });
});

describe("guesses at the second step", () => {
  it("are slowed after five at one address, however many sign-ins are begun, and leave one event each and one of the slowing", async () => {
    const person = await someone();
    for (let i = 0; i < 7; i++) await finishSignIn(usual(), await ask(person), { code: String(100_000 + i) });
    expect(codeOf(await finishSignIn(usual(), await ask(person), { code: person.code() }))).toBe(
      "too_many_attempts",
    );
    const failed = { actorId: person.userId, action: "session.sign_in_failed" };
    expect(await world.db.auditEvent.count({ where: failed })).toBe(6);
  });

  it("made elsewhere with the right password lock nobody out at the usual address", async () => {
    const person = await someone();
    unwrap(await finishSignIn(usual(), await ask(person), { code: person.code() }));
    world.clock.advance(30);
    for (let i = 0; i < 35; i++) {
      const elsewhere = from(`203.0.113.${i}`);
      await finishSignIn(elsewhere, await ask(person, elsewhere), { code: "100000" });
    }
    const there = from("203.0.113.99");
    expect(codeOf(await finishSignIn(there, await ask(person, there), { code: person.code() }))).toBe(
      "too_many_attempts",
    );
    expect(codeOf(await finishSignIn(usual(), await ask(person), { code: person.code() }))).toBe("done");
  });

  it("are few a day where only the password was ever proven", async () => {
    const person = await someone();
    // Somebody who knew the password was there before the app was added.
    await world.db.session.create({
      data: {
        ...{ id: crypto.randomUUID(), userId: person.userId, accountId: world.acme.accountId, userAgent: "" },
        ...{ ip: "203.0.113.7", createdAt: new Date(world.clock.now.getTime() - 86_400_000) },
        ...{ lastSeenAt: world.clock.now, expiresAt: world.clock.now, endedAt: world.clock.now },
        reauthenticatedAt: new Date(world.clock.now.getTime() - 86_400_000),
      },
    });
    const there = from("203.0.113.7");
    await attemptLimiter(world.db, "second_step_elsewhere").set(person.userId, 30, 3600);
    expect(codeOf(await finishSignIn(there, await ask(person, there), { code: person.code() }))).toBe(
      "too_many_attempts",
    );
    // Where the app was added is usual.
    const home = from(person.context.origin.ip!);
    expect(codeOf(await finishSignIn(home, await ask(person, home), { code: person.code() }))).toBe("done");
  });
});

it("joining another account with the password opens no session before the second step", async () => {
  const person = await someone();
  const { administrator } = world.other;
  const { context } = await signInPerson(world.db, world.clock, {
    ...administrator,
    accountId: world.other.accountId,
  });
  const { path } = unwrap(await inviteUser(context, { email: person.email, role: "member" }));
  const before = await sessionsOf(person.userId);
  const joined = unwrap(
    await acceptInvitation(usual(), { secret: path.split("#")[1], password: testPassword }),
  );
  expect(await sessionsOf(person.userId)).toBe(before);
  expect(await lastEvent()).toMatchObject({ action: "session.ask_second_step", actorId: person.userId });
  const { sessionId } = unwrap(await finishSignIn(usual(), pendingOf(joined), { code: person.code() }));
  const actor = await loadActor(world.db, { kind: "session", sessionId }, world.clock.now, false);
  expect(actor).toMatchObject({ accountId: world.other.accountId });
});

it("who has no second factor signs in by the password alone, as before", async () => {
  const { userId } = world.acme.auditor;
  await givePassword(world.db, userId, "audre@acme.test");
  const entered = unwrap(await signIn(usual(), { email: "audre@acme.test", password: testPassword }));
  const { sessionId } = sessionOf(entered);
  expect(await world.db.session.count({ where: { id: sessionId, userId } })).toBe(1);
});
