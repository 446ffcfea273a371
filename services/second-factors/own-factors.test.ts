import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { recoveryCodeCount, secondFactorsMax } from "@/domain/second-factors/bounds";
import type { Context } from "@/services/kernel/context";
import { loadActor } from "@/services/kernel/load-actor";
import { changePassword } from "@/services/passwords/change";
import { beginApp } from "@/services/second-factors/begin-app";
import { confirmApp } from "@/services/second-factors/confirm-app";
import { listOwnSecondFactors } from "@/services/second-factors/list-own";
import { removeSecondFactor } from "@/services/second-factors/remove";
import { renewRecoveryCodes } from "@/services/second-factors/renew-recovery-codes";
import { reauthenticate } from "@/services/sessions/reauthenticate";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { givePassword, testPassword } from "@/services/testing/passwords";
import { addApp, appOf, plantApp } from "@/services/testing/second-factors";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";
import { createPerson, signInPerson } from "@/services/testing/world";

let world: OpenWorld;
let count = 0;
const password = testPassword;
beforeAll(async () => {
  world = await openWorld({ connectionsMax: 20 });
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.db.rateLimit.deleteMany();
});

async function someone() {
  const { accountId } = world.acme;
  const name = `Wilma ${++count}`;
  const person = await createPerson(world.db, world.clock, { accountId, role: "member", name });
  await givePassword(world.db, person.userId, `wilma${count}@acme.test`);
  return person;
}
const own = async (context: Context) => unwrap(await listOwnSecondFactors(context));
const isAlive = async (context: Context) =>
  (await loadActor(world.db, context.claim, world.clock.now, false)) !== null;
const later = (seconds: number) => world.clock.advance(seconds);
const lastEvent = (actorId: string) =>
  world.db.auditEvent.findFirst({ where: { actorId }, orderBy: { id: "desc" } });

describe("adding an authenticator app", () => {
  it("wants the password and a code of the app; then brings recovery codes, ends other sessions and goes on under a new id", async () => {
    const person = await someone();
    const other = await signInPerson(world.db, world.clock, { ...person, accountId: world.acme.accountId });
    const begun = unwrap(await beginApp(person.context, { name: "Phone", password }));
    expect(await own(person.context)).toEqual({ factors: [], recoveryCodesLeft: 0 });
    const codeAt = appOf(begun.secret);
    const wrong = codeAt(new Date(0));
    expect(await confirmApp(person.context, { id: begun.id, code: wrong })).toMatchObject({
      refusal: { code: "invalid_credentials", fields: { code: expect.any(String) } },
    });
    expect(await isAlive(other.context)).toBe(true);
    const confirmed = unwrap(
      await confirmApp(person.context, { id: begun.id, code: codeAt(world.clock.now) }),
    );
    expect(confirmed.sessionsEnded).toBe(1);
    expect(await isAlive(other.context)).toBe(false);
    expect(await isAlive(person.context)).toBe(false);
    expect(new Set(confirmed.recoveryCodes).size).toBe(recoveryCodeCount);
    const context: Context = {
      ...person.context,
      claim: { kind: "session", sessionId: confirmed.sessionId },
    };
    expect(await own(context)).toMatchObject({
      factors: [{ id: begun.id, kind: "app", name: "Phone" }],
      recoveryCodesLeft: recoveryCodeCount,
    });
    expect(await lastEvent(person.userId)).toMatchObject({ action: "second_factor.add", outcome: "done" });
  });

  it("keeps neither the secret nor a recovery code where they can be read", async () => {
    const person = await someone();
    const begun = unwrap(await beginApp(person.context, { name: "Phone", password }));
    const codes = unwrap(
      await confirmApp(person.context, { id: begun.id, code: appOf(begun.secret)(world.clock.now) }),
    ).recoveryCodes!;
    const dump = await world.dump();
    const bytes = Buffer.from(begun.secret).toString("hex");
    for (const secret of [begun.secret, bytes, ...codes, ...codes.map((code) => code.replace("-", ""))])
      expect(dump.toLowerCase()).not.toContain(secret.toLowerCase());
  });

  it("brings no new recovery codes with a second app, which wants a code of the first one when that is ten minutes old", async () => {
    const person = await someone();
    const { context, app } = await addApp(person.context);
    later(601);
    expect(codeOf(await beginApp(context, { name: "Tablet", password }))).toBe("reauthentication_required");
    const { sessionId } = unwrap(await reauthenticate(context, { code: app.codeAt(world.clock.now) }));
    const fresh: Context = { ...context, claim: { kind: "session", sessionId } };
    const second = await addApp(fresh, "Tablet");
    expect(second.recoveryCodes).toBeNull();
    expect((await own(second.context)).factors.map(({ name }) => name)).toEqual(["Phone", "Tablet"]);
  });

  it("is not finished after a new password: it was begun with the one of before", async () => {
    const person = await someone();
    const begun = unwrap(await beginApp(person.context, { name: "Phone", password }));
    const { sessionId } = unwrap(
      await changePassword(person.context, { password, newPassword: "seven green kettles" }),
    );
    const context: Context = { ...person.context, claim: { kind: "session", sessionId } };
    const code = appOf(begun.secret)(world.clock.now);
    expect(codeOf(await confirmApp(context, { id: begun.id, code }))).toBe("not_found");
  });

  it("is not finished an hour later, nor after it was begun anew, nor by somebody else", async () => {
    const [person, stranger] = [await someone(), await someone()];
    const finish = (context: Context, begun: { id: string; secret: string }) =>
      confirmApp(context, { id: begun.id, code: appOf(begun.secret)(world.clock.now) });
    const first = unwrap(await beginApp(person.context, { name: "Phone", password }));
    expect(codeOf(await finish(stranger.context, first))).toBe("not_found");
    const second = unwrap(await beginApp(person.context, { name: "Phone", password }));
    expect(codeOf(await finish(person.context, first))).toBe("not_found");
    later(3601);
    expect(codeOf(await finish(person.context, second))).toBe("not_found");
  });

  it("of two at the same time makes two apps and one set of recovery codes; of one twice, one", async () => {
    const person = await someone();
    const { accountId } = world.acme;
    const other = await signInPerson(world.db, world.clock, { ...person, accountId });
    const begun = unwrap(await beginApp(person.context, { name: "Phone", password }));
    // Begun before and kept, as a second tab may have it.
    const kept = await world.db.secondFactor.findUniqueOrThrow({ where: { id: begun.id } });
    const again = unwrap(await beginApp(other.context, { name: "Tablet", password }));
    await world.db.secondFactor.create({ data: kept });
    const code = (secret: string) => appOf(secret)(world.clock.now);
    const results = await Promise.all([
      confirmApp(person.context, { id: begun.id, code: code(begun.secret) }),
      confirmApp(person.context, { id: begun.id, code: code(begun.secret) }),
      confirmApp(other.context, { id: again.id, code: code(again.secret) }),
    ]);
    const done = results.flatMap((result) => (result.ok ? [result.value] : []));
    expect(done.filter(({ recoveryCodes }) => recoveryCodes !== null)).toHaveLength(1);
    expect(await world.db.recoveryCode.count({ where: { userId: person.userId } })).toBe(recoveryCodeCount);
  });

  it("refuses a wrong password, names that cannot be, and one more than the cap", async () => {
    const person = await someone();
    expect(codeOf(await beginApp(person.context, { name: "Phone", password: "wrong" }))).toBe(
      "invalid_credentials",
    );
    for (const name of ["", " ", "x".repeat(61), "a\u202eb", 7])
      expect(await beginApp(person.context, { name, password })).toMatchObject({
        refusal: { code: "invalid_input", fields: { name: expect.any(String) } },
      });
    for (let i = 0; i < secondFactorsMax; i++) await plantApp(world.db, person.userId, world.clock.now);
    expect(codeOf(await beginApp(person.context, { name: "Phone", password }))).toBe("cap_reached");
  });
});

describe("confirming who one is, with a second factor", () => {
  it("takes a code, each once, and not the password alone any more", async () => {
    const person = await someone();
    const { context, app } = await addApp(person.context);
    expect(await reauthenticate(context, { password })).toMatchObject({
      refusal: { code: "second_step_required", fields: { code: expect.any(String) } },
    });
    // The code that confirmed the app was taken by that.
    expect(codeOf(await reauthenticate(context, { code: app.codeAt(world.clock.now) }))).toBe(
      "invalid_credentials",
    );
    later(30);
    const code = app.codeAt(world.clock.now);
    const { sessionId } = unwrap(await reauthenticate(context, { code }));
    const next: Context = { ...context, claim: { kind: "session", sessionId } };
    expect(await lastEvent(person.userId)).toMatchObject({
      action: "session.confirm_code",
      details: { secondStep: "a code of an authenticator app" },
    });
    expect(codeOf(await reauthenticate(next, { code }))).toBe("invalid_credentials");
    expect(await lastEvent(person.userId)).toMatchObject({ action: "session.confirm_code_failed" });
  });

  it("takes one code once, also when it is sent by two at the same time", async () => {
    const person = await someone();
    const { context, app } = await addApp(person.context);
    later(30);
    const code = app.codeAt(world.clock.now);
    const results = await Promise.all(Array.from({ length: 4 }, () => reauthenticate(context, { code })));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
  });

  it("is slowed after five wrong ones, which stand in the trail", async () => {
    const person = await someone();
    const { context, app } = await addApp(person.context);
    later(30);
    for (let i = 0; i < 5; i++)
      expect(codeOf(await reauthenticate(context, { code: "000000" }))).toBe("invalid_credentials");
    expect(codeOf(await reauthenticate(context, { code: app.codeAt(world.clock.now) }))).toBe(
      "too_many_attempts",
    );
    const events = await world.db.auditEvent.findMany({
      where: { actorId: person.userId, action: "session.confirm_code_failed" },
    });
    expect(events).toHaveLength(6);
  });

  it("gives nobody new guesses at codes for a right password", async () => {
    const person = await someone();
    const { context, app } = await addApp(person.context);
    later(601);
    for (let i = 0; i < 5; i++) {
      await reauthenticate(context, { code: "000000" });
      expect(codeOf(await removeSecondFactor(context, { id: app.id, password }))).toBe(
        "reauthentication_required",
      );
    }
    expect(codeOf(await reauthenticate(context, { code: app.codeAt(world.clock.now) }))).toBe(
      "too_many_attempts",
    );
  });

  it("asks who has none for the password as before", async () => {
    const person = await someone();
    expect(await reauthenticate(person.context, { code: "123456" })).toMatchObject({
      refusal: { code: "invalid_input", fields: { password: expect.any(String) } },
    });
    expect(codeOf(await reauthenticate(person.context, { password }))).toBe("done");
  });
});

describe("what changes how one signs in", () => {
  const verbs: readonly [string, (context: Context, id: string) => Promise<unknown>][] = [
    [
      "a new password",
      (context) => changePassword(context, { password, newPassword: "seven green kettles" }),
    ],
    ["removing a factor", (context, id) => removeSecondFactor(context, { id, password })],
    ["new recovery codes", (context) => renewRecoveryCodes(context, { password })],
    ["another app", (context) => beginApp(context, { name: "Tablet", password })],
  ];
  it.each(verbs)("%s wants the second factor of the last ten minutes beside the password", async (_, run) => {
    const person = await someone();
    const { context, app } = await addApp(person.context);
    later(601);
    const before = await world.dump();
    expect(await run(context, app.id)).toMatchObject({ refusal: { code: "reauthentication_required" } });
    expect(await world.dump()).toBe(before);
    const { sessionId } = unwrap(await reauthenticate(context, { code: app.codeAt(world.clock.now) }));
    expect(await run({ ...context, claim: { kind: "session", sessionId } }, app.id)).toMatchObject({
      ok: true,
    });
  });
  it.each(verbs.slice(1))("%s is refused with a wrong password", async (_, run) => {
    const person = await someone();
    const { context, app } = await addApp(person.context);
    await givePassword(world.db, person.userId, `other${count}@acme.test`, "another password");
    expect(await run(context, app.id)).toMatchObject({ refusal: { code: "invalid_credentials" } });
  });
  it.each(verbs.slice(1))("%s changes nothing when the audit trail cannot be written", async (_, run) => {
    const person = await someone();
    const { context, app } = await addApp(person.context);
    const before = await world.dump();
    await withUnwritableAudit(world, () => expect(run(context, app.id)).rejects.toThrow());
    expect(await world.dump()).toBe(before);
  });
});

describe("removing", () => {
  it("the last one takes the recovery codes with it; another one does not", async () => {
    const person = await someone();
    const first = await addApp(person.context);
    const second = await addApp(first.context, "Tablet");
    expect(unwrap(await removeSecondFactor(second.context, { id: first.app.id, password })).isLast).toBe(
      false,
    );
    expect((await own(second.context)).recoveryCodesLeft).toBe(recoveryCodeCount);
    expect(unwrap(await removeSecondFactor(second.context, { id: second.app.id, password })).isLast).toBe(
      true,
    );
    expect(await own(second.context)).toEqual({ factors: [], recoveryCodesLeft: 0 });
    expect(codeOf(await renewRecoveryCodes(second.context, { password }))).toBe("conflict");
  });

  it("reaches nobody else's, with two people present", async () => {
    const [person, stranger] = [await someone(), await someone()];
    const { app } = await addApp(person.context);
    const theirs = await addApp(stranger.context);
    expect(codeOf(await removeSecondFactor(theirs.context, { id: app.id, password }))).toBe("not_found");
    unwrap(await renewRecoveryCodes(theirs.context, { password }));
    expect(await world.db.secondFactor.count({ where: { userId: person.userId } })).toBe(1);
    expect(await world.db.recoveryCode.count({ where: { userId: person.userId } })).toBe(recoveryCodeCount);
  });
});
