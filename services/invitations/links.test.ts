import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { linkSeconds } from "@/domain/access/people-bounds";
import { acceptInvitation } from "@/services/invitations/accept";
import { openInvitation, openReset } from "@/services/invitations/open";
import type { BaseContext } from "@/services/kernel/context";
import { loadActor } from "@/services/kernel/load-actor";
import { resetPassword } from "@/services/passwords/reset";
import { signIn } from "@/services/sessions/sign-in";
import { createTestClock } from "@/services/testing/context";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { givePassword, testPassword } from "@/services/testing/passwords";
import { sessionOf } from "@/services/testing/second-factors";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { withUnwritableAudit } from "@/services/testing/unwritable-audit";
import { createPerson } from "@/services/testing/world";
import { cancelInvitation } from "@/services/users/cancel-invitation";
import { disableUser } from "@/services/users/disable";
import { inviteUser } from "@/services/users/invite";
import { listInvitations } from "@/services/users/list-invitations";
import { createResetLink } from "@/services/users/reset-link";

let world: OpenWorld;
let base: BaseContext;
let count = 0;
const clock = createTestClock();
const start = clock.now;
beforeAll(async () => {
  world = await openWorld({ clock, connectionsMax: 20 });
  const { claim: _, ...rest } = world.stranger;
  base = rest;
});
afterAll(() => world.close());
beforeEach(async () => {
  clock.now = start;
  await world.db.rateLimit.deleteMany();
});

const secretOf = (path: string) => path.split("#")[1]!;
const newcomer = { name: "Nia Osei", password: "seven green kettles" };

async function invite(email = `guest${++count}@x.test`, role = "auditor") {
  const link = unwrap(
    await inviteUser(world.acme.administrator.context, { email, role, permissions: ["reports:read"] }),
  );
  return { ...link, email, secret: secretOf(link.path) };
}

describe("an invitation", () => {
  it("lets a newcomer in once, with the role and permissions that were given", async () => {
    const { secret, email } = await invite();
    expect(unwrap(await openInvitation(base, { secret }))).toEqual({
      accountName: "Acme Ltd",
      email,
      role: "auditor",
      invitedBy: world.acme.administrator.name,
      hasUser: false,
    });
    const { sessionId } = sessionOf(unwrap(await acceptInvitation(base, { secret, ...newcomer })));
    const actor = await loadActor(world.db, { kind: "session", sessionId }, clock.now, false);
    expect(actor).toMatchObject({
      accountId: world.acme.accountId,
      role: "auditor",
      name: "Nia Osei",
      isOperator: false,
    });
    expect(codeOf(await acceptInvitation(base, { secret, ...newcomer }))).toBe("link_invalid");
    expect(codeOf(await openInvitation(base, { secret }))).toBe("link_invalid");
    expect(codeOf(await signIn(base, { email, password: newcomer.password }))).toBe("done");
  });

  it("makes one person however many accept it at the same time", async () => {
    const { secret, email } = await invite();
    const results = await Promise.all(
      Array.from({ length: 10 }, () => acceptInvitation(base, { secret, ...newcomer })),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await world.db.user.count({ where: { email } })).toBe(1);
    expect(await world.db.session.count({ where: { user: { email } } })).toBe(1);
  });

  it("takes nothing but name and password from the newcomer", async () => {
    const { secret } = await invite();
    const { sessionId } = sessionOf(
      unwrap(
        await acceptInvitation(base, {
          secret,
          ...newcomer,
          email: "other@x.test",
          role: "administrator",
          isOperator: true,
          accountId: world.other.accountId,
          permissions: ["*"],
        }),
      ),
    );
    const session = await world.db.session.findUniqueOrThrow({
      where: { id: sessionId },
      include: { user: { include: { memberships: true } } },
    });
    expect(session.user).toMatchObject({ isOperator: false, email: expect.stringContaining("guest") });
    expect(session.user.memberships).toMatchObject([
      { accountId: world.acme.accountId, role: "auditor", permissions: ["reports:read"] },
    ]);
  });

  it("lets a person who has a user here join after the password, and keeps it", async () => {
    await givePassword(world.db, world.other.member.userId, "mel@borealis.test");
    const { secret } = await invite("mel@borealis.test");
    expect(unwrap(await openInvitation(base, { secret }))).toMatchObject({ hasUser: true });
    expect(codeOf(await acceptInvitation(base, { secret, ...newcomer }))).toBe("invalid_credentials");
    const { sessionId } = sessionOf(unwrap(await acceptInvitation(base, { secret, password: testPassword })));
    expect(await loadActor(world.db, { kind: "session", sessionId }, clock.now, false)).toMatchObject({
      userId: world.other.member.userId,
      accountId: world.acme.accountId,
    });
    expect(codeOf(await signIn(base, { email: "mel@borealis.test", password: testPassword }))).toBe("done");
  });

  it("is no way to guess a person's password", async () => {
    await givePassword(world.db, world.other.otherMember.userId, "max@borealis.test");
    const { secret } = await invite("max@borealis.test");
    for (let i = 0; i < 5; i++) await acceptInvitation(base, { secret, password: `guess ${i}` });
    expect(codeOf(await acceptInvitation(base, { secret, password: testPassword }))).toBe(
      "too_many_attempts",
    );
  });

  it("ends when it expires, is cancelled, or is replaced by a newer one", async () => {
    const expired = await invite();
    const cancelled = await invite();
    const replaced = await invite();
    unwrap(await cancelInvitation(world.acme.administrator.context, { invitationId: cancelled.id }));
    const newer = await invite(replaced.email);
    for (const { secret } of [cancelled, replaced])
      expect(codeOf(await acceptInvitation(base, { secret, ...newcomer }))).toBe("link_invalid");
    expect(codeOf(await acceptInvitation(base, { secret: newer.secret, ...newcomer }))).toBe("done");
    clock.advance(linkSeconds.invitation);
    expect(codeOf(await acceptInvitation(base, { secret: expired.secret, ...newcomer }))).toBe(
      "link_invalid",
    );
  });

  it("is not made for somebody who is in the account, active or disabled", async () => {
    const person = await createPerson(world.db, clock, {
      accountId: world.acme.accountId,
      role: "member",
      name: "Ida",
    });
    const { email } = await world.db.user.findUniqueOrThrow({ where: { id: person.userId } });
    const again = { email, role: "member" };
    expect(codeOf(await inviteUser(world.acme.administrator.context, again))).toBe("already_exists");
    unwrap(await disableUser(world.acme.administrator.context, { userId: person.userId }));
    expect(codeOf(await inviteUser(world.acme.administrator.context, again))).toBe("already_exists");
  });

  it("refuses short, long and common passwords and bad names, and stays open", async () => {
    const { secret } = await invite();
    for (const wrong of [
      { password: "short" },
      { password: "x".repeat(257) },
      { password: "Password12345" },
      { name: "" },
      { name: "🦉".repeat(10_000) },
      { name: "a\u202Eb" },
    ])
      expect(codeOf(await acceptInvitation(base, { secret, ...newcomer, ...wrong }))).toBe("invalid_input");
    expect(codeOf(await acceptInvitation(base, { secret, ...newcomer, name: "Ünal 🦉 بن" }))).toBe("done");
  });

  it.each(["", "x", "x".repeat(300), "' OR 1=1 --", "\u0000"])("is not found by %j", async (secret) => {
    expect(["link_invalid", "invalid_input"]).toContain(codeOf(await openInvitation(base, { secret })));
  });

  it("leaves its secret nowhere but in the answer", async () => {
    const { secret } = await invite();
    const audit = await world.run(`SELECT "AuditEvent"::text AS text FROM "AuditEvent"`);
    expect(JSON.stringify(audit)).not.toContain(secret);
    expect(await world.dump()).not.toContain(secret);
    expect(JSON.stringify(unwrap(await listInvitations(world.acme.administrator.context)))).not.toContain(
      secret,
    );
  });

  it("changes nothing when the audit trail cannot be written", async () => {
    const { secret } = await invite();
    const before = await world.dump();
    await withUnwritableAudit(world, () =>
      expect(acceptInvitation(base, { secret, ...newcomer })).rejects.toThrow(),
    );
    expect(await world.dump()).toBe(before);
    expect(codeOf(await acceptInvitation(base, { secret, ...newcomer }))).toBe("done");
  });
});

describe("a reset link", () => {
  async function resetFor(userId: string, context = world.acme.administrator.context) {
    const link = unwrap(await createResetLink(context, { userId }));
    return secretOf(link.path);
  }
  const fresh = "nine blue ladders";
  async function someone() {
    const { userId, sessionId } = await createPerson(world.db, clock, {
      accountId: world.acme.accountId,
      role: "member",
      name: "Rik Solberg",
    });
    const email = `rik${++count}@acme.test`;
    await givePassword(world.db, userId, email);
    return { userId, sessionId, email };
  }

  it("sets a new password once and ends every session", async () => {
    const { userId, sessionId, email } = await someone();
    const secret = await resetFor(userId);
    expect(unwrap(await openReset(base, { secret }))).toEqual({ email, name: "Rik Solberg" });
    unwrap(await resetPassword(base, { secret, password: fresh }));
    expect(await loadActor(world.db, { kind: "session", sessionId }, clock.now, false)).toBeNull();
    expect(codeOf(await signIn(base, { email, password: testPassword }))).toBe("invalid_credentials");
    expect(codeOf(await signIn(base, { email, password: fresh }))).toBe("done");
    expect(codeOf(await resetPassword(base, { secret, password: "another long one" }))).toBe("link_invalid");
  });

  it("is used by one of many at the same time", async () => {
    const secret = await resetFor((await someone()).userId);
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, i) => resetPassword(base, { secret, password: `${fresh} ${i} x` })),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
  });

  it("ends after a day, when a newer one is made, and works for no invitation", async () => {
    const { userId } = await someone();
    const first = await resetFor(userId);
    const second = await resetFor(userId);
    expect(codeOf(await resetPassword(base, { secret: first, password: fresh }))).toBe("link_invalid");
    expect(codeOf(await acceptInvitation(base, { secret: second, ...newcomer }))).toBe("link_invalid");
    clock.advance(linkSeconds.reset);
    expect(codeOf(await resetPassword(base, { secret: second, password: fresh }))).toBe("link_invalid");
  });

  it("for a person of several accounts, or an operator, is only an operator's to make", async () => {
    const { userId } = await someone();
    await world.db.membership.create({
      data: { userId, accountId: world.other.accountId, role: "administrator", createdAt: clock.now },
    });
    const { administrator, operator } = world.acme;
    expect(codeOf(await createResetLink(administrator.context, { userId }))).toBe("forbidden");
    expect(codeOf(await createResetLink(administrator.context, { userId: operator.userId }))).toBe(
      "forbidden",
    );
    expect(codeOf(await createResetLink(operator.context, { userId }))).toBe("done");
  });

  it("changes nothing when the audit trail cannot be written", async () => {
    const secret = await resetFor((await someone()).userId);
    const before = await world.dump();
    await withUnwritableAudit(world, () =>
      expect(resetPassword(base, { secret, password: fresh })).rejects.toThrow(),
    );
    expect(await world.dump()).toBe(before);
  });
});
