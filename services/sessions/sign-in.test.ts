import { verify } from "@node-rs/argon2";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { BaseContext } from "@/services/kernel/context";
import { loadActor } from "@/services/kernel/load-actor";
import { signIn } from "@/services/sessions/sign-in";
import { signOut } from "@/services/sessions/sign-out";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { givePassword, testPassword } from "@/services/testing/passwords";
import { sessionOf } from "@/services/testing/second-factors";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { disableUser } from "@/services/users/disable";

// Only counted: the library itself does the work.
vi.mock("@node-rs/argon2", async (original) => {
  const library = await original<typeof import("@node-rs/argon2")>();
  return { ...library, verify: vi.fn(library.verify) };
});

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
  await givePassword(world.db, world.acme.member.userId, "mel@acme.test");
  await givePassword(world.db, world.acme.auditor.userId, "audre@acme.test");
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.db.rateLimit.deleteMany();
});

function from(ip: string): BaseContext {
  const { claim: _, ...base } = world.acme.member.context;
  return { ...base, origin: { ...base.origin, ip } };
}
const events = (action: string) => world.db.auditEvent.count({ where: { action } });

describe("signing in", () => {
  it("opens a session row in the person's account, audited there", async () => {
    const before = await events("session.sign_in");
    const { sessionId } = sessionOf(
      unwrap(await signIn(from("10.0.0.1"), { email: " MEL@acme.test ", password: testPassword })),
    );
    const actor = await loadActor(world.db, { kind: "session", sessionId }, world.clock.now, false);
    expect(actor).toMatchObject({ userId: world.acme.member.userId, accountId: world.acme.accountId });
    expect(await events("session.sign_in")).toBe(before + 1);
  });

  it("opens a session of its own each time", async () => {
    const input = { email: "mel@acme.test", password: testPassword };
    const [one, two] = [
      sessionOf(unwrap(await signIn(from("10.0.0.1"), input))),
      sessionOf(unwrap(await signIn(from("10.0.0.1"), input))),
    ];
    expect(one.sessionId).not.toBe(two.sessionId);
  });

  it("refuses an address that PostgreSQL cannot hold", async () => {
    const input = { email: "mel\0@acme.test", password: testPassword };
    expect(await signIn(from("10.0.0.1"), input)).toMatchObject({
      refusal: { code: "invalid_input", fields: { email: "Enter your e-mail address." } },
    });
  });

  it("names the fields that are missing", async () => {
    const result = await signIn(from("10.0.0.1"), { email: "", password: "" });
    expect(result).toMatchObject({
      refusal: { code: "invalid_input", fields: { email: expect.any(String), password: expect.any(String) } },
    });
  });

  it("answers an unknown address, a wrong password, a person without one and a disabled person alike, after the same work", async () => {
    await givePassword(world.db, world.acme.otherMember.userId, "max@acme.test");
    unwrap(await disableUser(world.acme.administrator.context, { userId: world.acme.otherMember.userId }));
    const answers = [];
    for (const [email, password] of [
      ["nobody@acme.test", testPassword],
      ["mel@acme.test", "wrong"],
      ["max@acme.test", testPassword],
      ["max@acme.test", "wrong"],
      [
        (await world.db.user.findUniqueOrThrow({ where: { id: world.other.member.userId } })).email,
        "anything",
      ],
    ]) {
      vi.mocked(verify).mockClear();
      const statements = await world.db.auditEvent.count();
      const result = await signIn(from("10.0.0.2"), { email, password });
      answers.push({
        body: JSON.stringify(result),
        argon2: vi.mocked(verify).mock.calls.length,
        events: (await world.db.auditEvent.count()) - statements,
      });
    }
    expect(answers[0]).toMatchObject({ argon2: 1, events: 1 });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]!.body).toContain("invalid_credentials");
  });

  it("does not write down what was typed as an unknown address", async () => {
    await signIn(from("10.0.0.3"), { email: "my-secret-password", password: "x" });
    const rows = await world.run(`SELECT "AuditEvent"::text AS text FROM "AuditEvent"`);
    expect(JSON.stringify(rows)).not.toContain("my-secret-password");
    expect(await world.dump()).not.toContain("my-secret-password");
  });

  it("refuses when the audit trail cannot be written, and opens nothing", async () => {
    await world.run(`ALTER TABLE "AuditEvent" ADD CONSTRAINT "closed" CHECK (false) NOT VALID`);
    try {
      const sessions = await world.db.session.count();
      await expect(
        signIn(from("10.0.0.4"), { email: "mel@acme.test", password: testPassword }),
      ).rejects.toThrow();
      expect(await world.db.session.count()).toBe(sessions);
    } finally {
      await world.run(`ALTER TABLE "AuditEvent" DROP CONSTRAINT "closed"`);
    }
  });
});

describe("guessing passwords", () => {
  const wrong = { email: "audre@acme.test", password: "wrong password" };
  const right = { email: "audre@acme.test", password: testPassword };

  it("is stopped after five at one address for one account, also when the sixth is right", async () => {
    for (let i = 0; i < 5; i++)
      expect(codeOf(await signIn(from("10.1.0.1"), wrong))).toBe("invalid_credentials");
    expect(codeOf(await signIn(from("10.1.0.1"), right))).toBe("too_many_attempts");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 15 * 60_000 + 1000 });
    try {
      expect(codeOf(await signIn(from("10.1.0.1"), right))).toBe("done");
    } finally {
      vi.useRealTimers();
    }
  });

  it("is stopped the same way for an address that nobody has", async () => {
    const nobody = { email: "nobody@acme.test", password: "wrong" };
    for (let i = 0; i < 5; i++) await signIn(from("10.1.0.2"), nobody);
    expect(codeOf(await signIn(from("10.1.0.2"), nobody))).toBe("too_many_attempts");
  });

  it("in parallel gets no more than five looks at the password", async () => {
    vi.mocked(verify).mockClear();
    const results = await Promise.all(Array.from({ length: 30 }, () => signIn(from("10.1.0.3"), wrong)));
    expect(results.filter((r) => codeOf(r) === "invalid_credentials")).toHaveLength(5);
    expect(vi.mocked(verify)).toHaveBeenCalledTimes(5);
  });

  it("from many addresses stops guessing, and does not lock the person out where they usually sign in", async () => {
    unwrap(await signIn(from("10.2.0.1"), right));
    const guesses = await Promise.all(
      Array.from({ length: 60 }, (_, i) => signIn(from(`10.3.0.${i}`), wrong)),
    );
    expect(guesses.filter((guess) => codeOf(guess) === "too_many_attempts")).toHaveLength(10);
    expect(codeOf(await signIn(from("10.3.1.1"), right))).toBe("too_many_attempts");
    expect(codeOf(await signIn(from("10.2.0.1"), right))).toBe("done");
  });

  it("over many accounts at one address is stopped at that address only", async () => {
    await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        signIn(from("10.4.0.1"), { email: `p${i}@acme.test`, password: "x" }),
      ),
    );
    expect(codeOf(await signIn(from("10.4.0.1"), right))).toBe("too_many_attempts");
    expect(codeOf(await signIn(from("10.4.0.2"), right))).toBe("done");
  });

  it("is forgotten after a success", async () => {
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 4; i++) await signIn(from("10.5.0.1"), wrong);
      expect(codeOf(await signIn(from("10.5.0.1"), right))).toBe("done");
    }
  });

  it("writes one event when it is slowed, not one for each attempt", async () => {
    const before = await events("session.sign_in_failed");
    for (let i = 0; i < 20; i++) await signIn(from("10.6.0.1"), wrong);
    expect((await events("session.sign_in_failed")) - before).toBe(6);
  });
});

describe("signing out", () => {
  it("ends the row: the same cookie opens nothing any more", async () => {
    const { sessionId } = sessionOf(
      unwrap(await signIn(from("10.0.0.9"), { email: "mel@acme.test", password: testPassword })),
    );
    const claim = { kind: "session", sessionId } as const;
    const context = { ...from("10.0.0.9"), claim };
    expect(unwrap(await signOut(context))).toEqual({ ended: true });
    expect(await loadActor(world.db, claim, world.clock.now, false)).toBeNull();
    expect(unwrap(await signOut(context))).toEqual({ ended: false });
  });
});
