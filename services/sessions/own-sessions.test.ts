import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sessionIdleSecondsMax, sessionSecondsMax } from "@/domain/access/session-bounds";
import type { Context } from "@/services/kernel/context";
import { loadActor } from "@/services/kernel/load-actor";
import { changePassword } from "@/services/passwords/change";
import { endOtherSessions } from "@/services/sessions/end-others";
import { endOwnSession } from "@/services/sessions/end-own";
import { listOwnSessions } from "@/services/sessions/list-own";
import { loadViewer } from "@/services/sessions/load-viewer";
import { reauthenticate } from "@/services/sessions/reauthenticate";
import { signIn } from "@/services/sessions/sign-in";
import { switchAccount } from "@/services/sessions/switch-account";
import { createTestClock } from "@/services/testing/context";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { givePassword, testPassword } from "@/services/testing/passwords";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";
import { createPerson, type Person, signInPerson } from "@/services/testing/world";
import { inviteUser } from "@/services/users/invite";

let world: OpenWorld;
let count = 0;
const clock = createTestClock();
const start = clock.now;
beforeAll(async () => {
  world = await openWorld({ clock, connectionsMax: 20 });
});
afterAll(() => world.close());
beforeEach(async () => {
  clock.now = start;
  await world.db.rateLimit.deleteMany();
});

/** A member of Acme with a password and a live session. */
async function someone(role: "administrator" | "member" = "member"): Promise<Person & { email: string }> {
  const person = await createPerson(world.db, clock, {
    accountId: world.acme.accountId,
    role,
    name: `Wilma ${++count}`,
  });
  const email = `wilma${count}@acme.test`;
  await givePassword(world.db, person.userId, email);
  return { ...person, email };
}
const again = (person: Person, accountId = world.acme.accountId) =>
  signInPerson(world.db, clock, { ...person, accountId });
const isAlive = async (context: Context) =>
  (await loadActor(world.db, context.claim, clock.now, false)) !== null;
const withSession = (context: Context, sessionId: string): Context => ({
  ...context,
  claim: { kind: "session", sessionId },
});

describe("a session", () => {
  it("ends after 12 idle hours, which each visit puts off, and in any case after 7 days", async () => {
    const person = await someone();
    for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
      expect(await loadViewer(person.context)).not.toBeNull();
      clock.advance(6 * 3600);
    }
    clock.now = new Date(start.getTime() + sessionSecondsMax * 1000);
    expect(await isAlive(person.context)).toBe(false);
    clock.now = start;
    const idle = await someone();
    clock.advance(sessionIdleSecondsMax - 1);
    expect(await isAlive(idle.context)).toBe(true);
    clock.advance(1);
    expect(await isAlive(idle.context)).toBe(false);
  });

  it("writes a visit down at most once a minute", async () => {
    const person = await someone();
    const seen = async () =>
      (await world.db.session.findUniqueOrThrow({ where: { id: person.sessionId } })).lastSeenAt;
    clock.advance(30);
    await loadViewer(person.context);
    expect(await seen()).toEqual(start);
    clock.advance(31);
    await loadViewer(person.context);
    expect(await seen()).toEqual(clock.now);
  });

  it("tells the viewer the accounts to switch to, and only the active ones", async () => {
    const person = await someone();
    const join = (accountId: string, disabledAt: Date | null) =>
      world.db.membership.create({
        data: { userId: person.userId, accountId, role: "auditor", createdAt: clock.now, disabledAt },
      });
    await join(world.other.accountId, clock.now);
    expect((await loadViewer(person.context))?.accounts).toHaveLength(1);
    await world.db.membership.updateMany({ where: { userId: person.userId }, data: { disabledAt: null } });
    expect(await loadViewer(person.context)).toMatchObject({
      role: "member",
      account: { id: world.acme.accountId },
      accounts: [{ name: "Acme Ltd" }, { name: "Borealis AG", role: "auditor" }],
    });
  });
});

describe("own sessions", () => {
  it("are listed, the present one first, without ended, expired or other people's", async () => {
    const person = await someone();
    const other = await again(person);
    const ended = await again(person);
    unwrap(await endOwnSession(person.context, { sessionId: ended.sessionId }));
    const list = unwrap(await listOwnSessions(person.context));
    expect(list.map((session) => session.id)).toEqual([person.sessionId, other.sessionId]);
    expect(list[0]).toMatchObject({ isCurrent: true, accountName: "Acme Ltd", ip: "192.0.2.10" });
  });

  it("end one by one; somebody else's is answered as if it did not exist", async () => {
    const [person, stranger] = [await someone(), await someone()];
    const other = await again(person);
    unwrap(await endOwnSession(person.context, { sessionId: other.sessionId }));
    expect(await isAlive(other.context)).toBe(false);
    expect(await isAlive(person.context)).toBe(true);
    for (const sessionId of [stranger.sessionId, other.sessionId, "01990000-0000-7000-8000-000000000000"])
      expect(codeOf(await endOwnSession(person.context, { sessionId }))).toBe("not_found");
    expect(await isAlive(stranger.context)).toBe(true);
    expect(codeOf(await endOwnSession(person.context, { sessionId: "x" }))).toBe("invalid_input");
  });

  it("end all but the present one, in every account", async () => {
    const person = await someone();
    await world.db.membership.create({
      data: {
        userId: person.userId,
        accountId: world.other.accountId,
        role: "member",
        createdAt: clock.now,
      },
    });
    const others = [await again(person), await again(person, world.other.accountId)];
    expect(unwrap(await endOtherSessions(person.context))).toEqual({ count: 2 });
    for (const other of others) expect(await isAlive(other.context)).toBe(false);
    expect(await isAlive(person.context)).toBe(true);
  });
});

describe("switching the account", () => {
  it("goes where the person is an active member, and nowhere else", async () => {
    const person = await someone();
    const to = { accountId: world.other.accountId };
    expect(codeOf(await switchAccount(person.context, to))).toBe("not_found");
    const membership = await world.db.membership.create({
      data: { ...to, userId: person.userId, role: "auditor", createdAt: clock.now, disabledAt: clock.now },
    });
    expect(codeOf(await switchAccount(person.context, to))).toBe("not_found");
    await world.db.membership.update({
      where: { userId_accountId: { userId: person.userId, accountId: membership.accountId } },
      data: { disabledAt: null },
    });
    unwrap(await switchAccount(person.context, to));
    expect(await loadViewer(person.context)).toMatchObject({
      account: { name: "Borealis AG" },
      role: "auditor",
    });
    expect(await world.db.auditEvent.findFirst({ orderBy: { id: "desc" } })).toMatchObject({
      action: "session.switch_account",
      accountId: world.other.accountId,
      details: { from: world.acme.accountId },
    });
  });
});

describe("confirming the password", () => {
  it("lets guarded actions through for 10 minutes, under a new session id that keeps the old end", async () => {
    const person = await someone("administrator");
    clock.advance(601);
    const invite = { email: `x${++count}@x.test`, role: "member" };
    expect(codeOf(await inviteUser(person.context, invite))).toBe("reauthentication_required");
    const { sessionId, expiresAt } = unwrap(await reauthenticate(person.context, { password: testPassword }));
    expect(sessionId).not.toBe(person.sessionId);
    expect(expiresAt).toEqual(new Date(start.getTime() + sessionSecondsMax * 1000));
    expect(await isAlive(person.context)).toBe(false);
    const renewed = withSession(person.context, sessionId);
    expect(codeOf(await inviteUser(renewed, invite))).toBe("done");
    clock.advance(601);
    expect(codeOf(await inviteUser(renewed, { ...invite, email: `x${++count}@x.test` }))).toBe(
      "reauthentication_required",
    );
  });

  it("is refused with a wrong password, recorded, and slowed after five", async () => {
    const person = await someone();
    const result = await reauthenticate(person.context, { password: "wrong" });
    expect(result).toMatchObject({
      refusal: { code: "invalid_credentials", fields: { password: "This is not your password." } },
    });
    expect(await world.db.auditEvent.findFirst({ orderBy: { id: "desc" } })).toMatchObject({
      action: "session.reauthenticate_failed",
      outcome: "refused",
      actorId: person.userId,
    });
    for (let i = 0; i < 4; i++) await reauthenticate(person.context, { password: "wrong" });
    expect(codeOf(await reauthenticate(person.context, { password: testPassword }))).toBe(
      "too_many_attempts",
    );
    expect(await isAlive(person.context)).toBe(true);
  });

  it("leaves an event for each wrong password and one for when it is slowed, however often it is tried", async () => {
    const person = await someone();
    for (let i = 0; i < 12; i++) await reauthenticate(person.context, { password: "wrong" });
    const events = await world.db.auditEvent.findMany({ where: { actorId: person.userId } });
    const reasons = events.map(({ details }) => (details as { reason?: string }).reason);
    expect(reasons).toEqual([...Array(5).fill("invalid_credentials"), "too_many_attempts"]);
  });

  it("twice at the same time leaves one live session", async () => {
    const person = await someone();
    const results = await Promise.all(
      Array.from({ length: 4 }, () => reauthenticate(person.context, { password: testPassword })),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await world.db.session.count({ where: { userId: person.userId, endedAt: null } })).toBe(1);
  });
});

describe("changing the password", () => {
  const fresh = "seven green kettles";

  it("wants the present one, ends every other session and open reset links, and continues under a new id", async () => {
    const person = await someone();
    const other = await again(person);
    const { sessionId, sessionsEnded } = unwrap(
      await changePassword(person.context, { password: testPassword, newPassword: fresh }),
    );
    expect(sessionsEnded).toBe(1);
    expect(await isAlive(other.context)).toBe(false);
    expect(await isAlive(person.context)).toBe(false);
    expect(await isAlive(withSession(person.context, sessionId))).toBe(true);
    const { claim: _, ...base } = person.context;
    expect(codeOf(await signIn(base, { email: person.email, password: testPassword }))).toBe(
      "invalid_credentials",
    );
    expect(codeOf(await signIn(base, { email: person.email, password: fresh }))).toBe("done");
  });

  it("refuses a wrong present password, and short, long, common, own or unchanged new ones", async () => {
    const person = await someone();
    const before = await world.db.user.findUniqueOrThrow({ where: { id: person.userId } });
    expect(codeOf(await changePassword(person.context, { password: "wrong", newPassword: fresh }))).toBe(
      "invalid_credentials",
    );
    for (const newPassword of [
      "elevenchars",
      "x".repeat(257),
      "qwertyuiop12",
      person.name,
      person.email,
      testPassword,
    ])
      expect(await changePassword(person.context, { password: testPassword, newPassword })).toMatchObject({
        refusal: { code: "invalid_input", fields: { newPassword: expect.any(String) } },
      });
    expect(await world.db.user.findUniqueOrThrow({ where: { id: person.userId } })).toEqual(before);
  });

  it("of two at the same time one wins, and the session of the other is over", async () => {
    const person = await someone();
    const other = await again(person);
    const results = await Promise.all([
      changePassword(person.context, { password: testPassword, newPassword: "seven green kettles" }),
      changePassword(other.context, { password: testPassword, newPassword: "eight green kettles" }),
    ]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await world.db.session.count({ where: { userId: person.userId, endedAt: null } })).toBe(1);
  });
});

const verbs: readonly [string, (context: Context) => Promise<unknown>][] = [
  ["ending other sessions", (context) => endOtherSessions(context)],
  [
    "ending a session",
    (context) => endOwnSession(context, { sessionId: (context.claim as { sessionId: string }).sessionId }),
  ],
  ["confirming the password", (context) => reauthenticate(context, { password: testPassword })],
  [
    "changing the password",
    (context) => changePassword(context, { password: testPassword, newPassword: "seven green kettles" }),
  ],
];
describe.each(verbs)("%s", (_, run) => {
  it("changes nothing when the audit trail cannot be written", async () => {
    const person = await someone();
    const before = await world.dump();
    await withUnwritableAudit(world, () => expect(run(person.context)).rejects.toThrow());
    expect(await world.dump()).toBe(before);
  });
  it("refuses who is not signed in, and programs, which have neither session nor password", async () => {
    const before = await world.dump();
    expect(await run(world.stranger)).toMatchObject({ refusal: { code: "unauthenticated" } });
    expect(await world.dump()).toBe(before);
  });
});
