import { arrange } from "@/e2e/authorisation/arrange";
import { exportsRows } from "@/e2e/authorisation/exports-rows";
import { ownRows } from "@/e2e/authorisation/own-rows";
import { peopleRows } from "@/e2e/authorisation/people-rows";
import { programsRows } from "@/e2e/authorisation/programs-rows";
import { reviewsRows } from "@/e2e/authorisation/reviews-rows";
import { type Asker, answersOf, type Row } from "@/e2e/authorisation/row";
import { securityKeyRows } from "@/e2e/authorisation/security-key-rows";
import { signInPolicyRows } from "@/e2e/authorisation/sign-in-policy-rows";
import { tokensRows } from "@/e2e/authorisation/tokens-rows";
import { viewsRows } from "@/e2e/authorisation/views-rows";
import { dumpAccount, dumpTraces } from "@/e2e/support/account-dump";
import { expect, httpTest as test } from "@/e2e/support/fixtures";
import { openProduct } from "@/e2e/support/product";
import { callServerAction, readServerActions } from "@/e2e/support/server-actions";
import { cookieOf } from "@/e2e/support/sign-in";
import { createWorld, type Person, password, type World } from "@/e2e/support/world";

/*
 * Role × everything that a browser can call × own and foreign account, over HTTP and past every page. Expectations are written
 * out from the documents, not taken from domain/access/actions.ts.
 */
const rows: readonly Row[] = [
  ...exportsRows,
  ...tokensRows,
  ...peopleRows,
  ...programsRows,
  ...reviewsRows,
  ...ownRows,
  ...securityKeyRows,
  ...viewsRows,
  ...signInPolicyRows,
];

test("every function that a browser can call has its row in this matrix", () => {
  expect([...readServerActions().keys()].sort()).toEqual([...new Set(rows.map((row) => row.action))].sort());
});

const personIn = (world: World, asker: Asker): Person | null =>
  asker === "nobody" ? null : asker === "administrator elsewhere" ? world.administrator : world[asker];

/** A call as `asker`, who is of `world`, or of `other` when that is the foreign account. */
async function callOf(
  row: Row,
  asker: Asker,
  { world, ids }: Awaited<ReturnType<typeof arrange>>,
  other: World,
) {
  const home = asker === "administrator elsewhere" ? other : world;
  const person = personIn(home, asker);
  const cookie = person && (await cookieOf(person, home.accountId));
  const args = row.args(world, ids, person);
  const call = () => callServerAction({ action: row.action, page: row.page, args, cookie });
  // After the session that the call itself needs was made: whatever changes from here on is the call's doing.
  return { call, dumpOwn: () => dumpTraces(world.accountId) };
}

// One for all rows: every one of them leaves it as it was.
let foreignWorld: Promise<World> | undefined;
const openForeignWorld = () => {
  foreignWorld ??= createWorld();
  return foreignWorld;
};

const isAllowed = (code: string) => code === "done" || code.startsWith("to ");

for (const [i, row] of rows.entries()) {
  const name = row.action.replace(/app\/\((desk|public)\)\//, "").replace(/\/?actions\.ts#/, " ");
  test(`${i + 1} ${name} by every role, in the own and in a foreign account`, async () => {
    const [arranged, other] = [await arrange(row), await openForeignWorld()];
    const answers = answersOf(row);
    // Refusals first: what they leave untouched is still there for those who may.
    const dump = async () =>
      `${await dumpAccount(arranged.world.accountId)}${await dumpAccount(other.accountId)}`;
    const before = await dump();
    for (const [asker, expected] of answers.filter(([, code]) => !isAllowed(code))) {
      const { call } = await callOf(row, asker, arranged, other);
      const { code } = await call();
      expect(code, `${asker} is answered`).toBe(expected);
      expect(await dump(), `${asker} changes nothing`).toBe(before);
    }
    // Each who may finds the world as the first one did.
    let next = arranged;
    for (const [asker, expected] of answers.filter(([, code]) => isAllowed(code))) {
      const elsewhere = await dumpAccount(other.accountId);
      const { call, dumpOwn } = await callOf(row, asker, next, other);
      const own = await dumpOwn();
      const { code, text } = await call();
      expect(code, `${asker} may: ${text.slice(0, 300)}`).toBe(expected);
      const isIdle = row.reads === true || row.idleFor?.includes(asker) === true;
      expect((await dumpOwn()) !== own, `${asker} ${isIdle ? "only reads" : "does it"}`).toBe(!isIdle);
      expect(await dumpAccount(other.accountId), "the other account is as it was").toBe(elsewhere);
      if (!isIdle) next = await arrange(row);
    }
  });
}

const readers = ["administrator", "auditor", "operator"];
const everybody = [...readers, "member"];
const pages: Record<string, readonly string[]> = {
  "/integrations/api-access": readers,
  "/general/api-keys": ["administrator", "operator"],
  "/users": readers,
  "/users/templates": readers,
  "/users/invitations": readers,
  "/organizations": readers,
  "/reviews": readers,
  "/audit": readers,
  "/audit/inventory": readers,
  "/audit/moment": readers,
  "/account": readers,
  "/account/limits": readers,
  "/account/policy": readers,
  "/account/sign-in": readers,
  "/account/retention": readers,
  "/account/clients": readers,
  "/gateways": ["operator"],
  "/personal-tokens": everybody,
  "/account/sessions": everybody,
  "/account/security": everybody,
};

test("a page opens for the roles that may; others are refused, on record; who is not signed in is sent to sign in", async () => {
  const { deskUrl, db } = openProduct();
  const world = await createWorld();
  const open = async (path: string, cookie?: string) => {
    const answer = await fetch(deskUrl + path, { redirect: "manual", headers: cookie ? { cookie } : {} });
    return [answer.status, answer.headers.get("location")?.split("?")[0] ?? null];
  };
  for (const role of ["administrator", "auditor", "member", "operator"] as const) {
    const cookie = await cookieOf(world[role], world.accountId);
    const refused = new Set<string>();
    for (const [path, roles] of Object.entries(pages)) {
      const [status] = await open(path, cookie);
      expect(status, `${role} opens ${path}`).toBe(roles.includes(role) ? 200 : 403);
      if (status === 403) refused.add(path);
    }
    const events = await db.auditEvent.findMany({
      where: { action: "access.refused", actorId: world[role].id },
    });
    expect(events.length > 0, `${role} is on record`).toBe(refused.size > 0);
    expect(events.length).toBeLessThanOrEqual(refused.size);
  }
  for (const path of Object.keys(pages)) expect(await open(path), path).toEqual([307, "/sign-in"]);
});

test("a foreign account is told nothing by a token's secret", async () => {
  const row = rows.find(({ action }) => action.endsWith("#findBySecret"));
  if (!row) throw new Error("the matrix has no search by secret");
  const arranged = await arrange(row);
  const { call } = await callOf(row, "administrator elsewhere", arranged, await openForeignWorld());
  const { code, text } = await call();
  expect(code).toBe("done");
  expect(text).not.toContain("Target");
});

test("nobody's session comes into an account that the person is not in; one that the person is in opens", async () => {
  const { db } = openProduct();
  const [world, other] = [await createWorld(), await createWorld()];
  const data = { userId: world.member.id, accountId: other.accountId, createdAt: new Date() };
  await db.membership.create({ data: { ...data, role: "auditor" } });
  for (const asker of ["administrator", "auditor", "member", "operator"] as const) {
    const form = new FormData();
    form.set("accountId", other.accountId);
    const cookie = await cookieOf(world[asker], world.accountId);
    const action = "app/(desk)/session-actions.ts#switchAccountAction";
    await callServerAction({ action, page: "/account/security", args: [form], cookie });
    const sessions = await db.session.findMany({ where: { userId: world[asker].id } });
    const expected = asker === "member" ? other.accountId : world.accountId;
    expect(
      sessions.map(({ accountId }) => accountId),
      asker,
    ).toEqual([expected]);
  }
});

test("what a person ends, changes or proves is the person's own: nobody else's session or password is touched", async () => {
  const { db } = openProduct();
  const world = await createWorld();
  const own = [
    ["app/(desk)/session-actions.ts#signOutAction", []],
    ["app/(desk)/session-actions.ts#reauthenticateAction", [{ password }]],
    ["app/(desk)/account/actions.ts#endOtherSessionsAction", []],
    [
      "app/(desk)/account/actions.ts#changePasswordAction",
      [{ password, newPassword: "quiet lamps over the harbour" }],
    ],
  ] as const;
  await cookieOf(world.administrator, world.accountId);
  const others = async () => [
    await db.session.findMany({ where: { userId: world.administrator.id } }),
    await db.user.findUniqueOrThrow({ where: { id: world.administrator.id } }),
  ];
  const before = await others();
  for (const [action, args] of own) {
    const extra = args.map((arg) => ({ ...arg, userId: world.administrator.id }));
    const cookie = await cookieOf(world.member, world.accountId);
    const { code } = await callServerAction({ action, page: "/account/security", args: extra, cookie });
    expect(isAllowed(code), `${action}: ${code}`).toBe(true);
    expect(await others(), action).toEqual(before);
  }
});
