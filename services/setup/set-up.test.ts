import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDatabase, type Database } from "@/prisma/client-factory";
import { createTestDatabase, type TestDatabase } from "@/prisma/testing";
import type { BaseContext } from "@/services/kernel/context";
import { loadActor } from "@/services/kernel/load-actor";
import { signIn } from "@/services/sessions/sign-in";
import { completeSetUp, openSetUp } from "@/services/setup/complete-set-up";
import { ensureFirstAdministrator } from "@/services/setup/ensure-first-administrator";
import { createTestClock, createTestContext, testConfig, testKeys } from "@/services/testing/context";
import { patience } from "@/services/testing/patience";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { listUsers } from "@/services/users/list";

let database: TestDatabase;
let db: Database;
let base: BaseContext;
const clock = createTestClock();

beforeEach(async () => {
  database = await createTestDatabase();
  db = createDatabase(database.url, 10, undefined, patience);
  const { claim: _, ...rest } = createTestContext(db, clock, { kind: "system" });
  base = rest;
});
afterEach(async () => {
  await db.$disconnect();
  await database.drop();
});

const ensure = (given: { adminEmail?: string; adminPassword?: string } = {}) =>
  ensureFirstAdministrator({ db, keys: testKeys, config: { ...testConfig, ...given }, now: () => clock.now });
async function link(): Promise<string> {
  const made = await ensure();
  if (made.kind !== "link") throw new Error(made.kind);
  expect(made.url).toMatch(/^http:\/\/localhost:3000\/set-up#[0-9A-Za-z]{43}$/);
  return made.url.split("#")[1]!;
}
const wanted = {
  companyName: "Nordhaus GmbH",
  name: "Ada Varga",
  email: "Ada@Nordhaus.test",
  password: "seven green kettles",
};

describe("the set-up link", () => {
  it("makes the first person operator and administrator of the renamed account, signed in, once", async () => {
    const secret = await link();
    expect(codeOf(await openSetUp(base, { secret }))).toBe("done");
    const { sessionId } = unwrap(await completeSetUp(base, { secret, ...wanted }));
    expect(await loadActor(db, { kind: "session", sessionId }, clock.now, false)).toMatchObject({
      name: "Ada Varga",
      email: "ada@nordhaus.test",
      role: "administrator",
      isOperator: true,
    });
    expect(await db.account.findMany({ select: { name: true } })).toEqual([{ name: "Nordhaus GmbH" }]);
    const context = { ...base, claim: { kind: "session", sessionId } as const };
    expect(unwrap(await listUsers(context, {})).rows).toMatchObject([{ name: "Ada Varga", permissions: [] }]);
    expect(codeOf(await completeSetUp(base, { secret, ...wanted, email: "eve@x.test" }))).toBe(
      "link_invalid",
    );
    expect(codeOf(await openSetUp(base, { secret }))).toBe("link_invalid");
    expect(await ensure()).toEqual({ kind: "exists" });
    const events = await db.auditEvent.findMany({ orderBy: { id: "asc" }, select: { action: true } });
    expect(events.map((event) => event.action)).toEqual(["account.create", "deployment.set_up"]);
  });

  it("makes one person of ten who finish at the same time", async () => {
    const secret = await link();
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, i) => completeSetUp(base, { secret, ...wanted, email: `p${i}@x.test` })),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(await db.user.count()).toBe(1);
  });

  it("of an earlier start ends when a later start makes another, and each ends after 24 hours", async () => {
    const first = await link();
    const second = await link();
    expect(codeOf(await completeSetUp(base, { secret: first, ...wanted }))).toBe("link_invalid");
    clock.advance(24 * 3600);
    expect(codeOf(await completeSetUp(base, { secret: second, ...wanted }))).toBe("link_invalid");
    expect(codeOf(await completeSetUp(base, { secret: await link(), ...wanted }))).toBe("done");
    expect(await db.account.count()).toBe(1);
  });

  it("names what is wrong with a field, and stays open", async () => {
    const secret = await link();
    for (const [field, value] of [
      ["companyName", ""],
      ["name", "x".repeat(101)],
      ["email", "ada"],
      ["password", "elevenchars"],
      ["password", "nordhaus gmbh"],
      ["password", "unbelievable"],
    ]) {
      const result = await completeSetUp(base, { secret, ...wanted, [field!]: value });
      expect(result).toMatchObject({
        refusal: { code: "invalid_input", fields: { [field!]: expect.any(String) } },
      });
    }
    expect(codeOf(await completeSetUp(base, { secret, ...wanted }))).toBe("done");
  });
});

describe("KEYDESK_ADMIN_EMAIL and KEYDESK_ADMIN_PASSWORD", () => {
  it("make the first administrator, who signs in with them; later starts change nothing", async () => {
    const given = { adminEmail: "Root@Nordhaus.test", adminPassword: "seven green kettles" };
    expect(await ensure(given)).toEqual({ kind: "created", email: "root@nordhaus.test" });
    const input = { email: "root@nordhaus.test", password: "seven green kettles" };
    expect(codeOf(await signIn(base, input))).toBe("done");
    expect(await ensure({ ...given, adminPassword: "eight green kettles" })).toEqual({ kind: "exists" });
    expect(codeOf(await signIn(base, input))).toBe("done");
  });

  it("end a set-up link that is still open", async () => {
    const secret = await link();
    await ensure({ adminEmail: "root@nordhaus.test", adminPassword: "seven green kettles" });
    expect(codeOf(await completeSetUp(base, { secret, ...wanted }))).toBe("link_invalid");
  });

  it.each([
    { adminEmail: "root@nordhaus.test", adminPassword: "short" },
    { adminEmail: "root@nordhaus.test", adminPassword: "password1234" },
    { adminEmail: "root@nordhaus.test" },
    { adminPassword: "seven green kettles" },
  ])("are refused with the variable's name when they may not be used: %j", async (given) => {
    await expect(ensure(given)).rejects.toThrow(/^KEYDESK_ADMIN_(EMAIL|PASSWORD): /);
    expect(await db.user.count()).toBe(0);
  });
});
