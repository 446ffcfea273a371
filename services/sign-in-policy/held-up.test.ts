import { describe, expect, test } from "vitest";
import { type Action, actions } from "@/domain/access/actions";
import { done } from "@/domain/result";
import { act, read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { changePassword } from "@/services/passwords/change";
import { removeSecondFactor } from "@/services/second-factors/remove";
import { endOtherSessions } from "@/services/sessions/end-others";
import { listOwnSessions } from "@/services/sessions/list-own";
import { loadViewer } from "@/services/sessions/load-viewer";
import { reauthenticate } from "@/services/sessions/reauthenticate";
import { signOut } from "@/services/sessions/sign-out";
import { switchAccount } from "@/services/sessions/switch-account";
import { changeSignInPolicy } from "@/services/sign-in-policy/change";
import { givePassword, testPassword as password } from "@/services/testing/passwords";
import { addApp, plantApp } from "@/services/testing/second-factors";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { makeTokenContext } from "@/services/testing/token-context";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { type Person, signInPerson } from "@/services/testing/world";
import { listUsers } from "@/services/users/list";

const given = openTenantPerTest();

/** Switches it past the desk, which asks for a second factor of who does it. */
const set = async (requireSecondStep: boolean, { accountId } = given.tenant) =>
  unwrap(await changeSignInPolicy(given.world.cli, { requireSecondStep }, { accountId }));
const passwordOf = ({ userId }: Person) => givePassword(given.world.db, userId, `${userId}@cleo.test`);
/** Another account that the person is an administrator of, and a session there. */
async function elsewhere({ userId, name }: Person) {
  const { db, clock, acme } = given.world;
  const { accountId } = acme;
  await db.membership.create({
    data: { userId, accountId, role: "administrator", createdAt: clock.now },
  });
  return signInPerson(db, clock, { userId, accountId, name });
}

function createGate() {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

/** How many wait for a lock, of this database alone: others run beside it on the same server. */
const waiters = async () =>
  (
    await given.world.run(
      `SELECT DISTINCT w.pid FROM pg_locks w JOIN pg_locks held ON held.pid = w.pid
       WHERE NOT w.granted AND held.database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    )
  ).length;

// Written out, not taken from the table.
const leadingOut: readonly Action[] = [
  "session.view",
  "session.end",
  "session.switch_account",
  "session.reauthenticate",
  "password.change",
  "second_factor.view",
  "second_factor.add",
];

describe("who has no second factor, in an account that requires one", () => {
  for (const who of ["administrator", "auditor", "member", "operator"] as const)
    test(`is refused every action but those that lead out, as ${who}, changing or reading`, async () => {
      const { context } = given.tenant[who];
      const answers = async () => {
        const found = new Map<Action, string>();
        for (const action of Object.keys(actions) as Action[]) {
          const codes = [
            codeOf(await act(context, action, async () => done(null))),
            codeOf(await read(context, action, async () => done(null))),
          ];
          expect(codes[0], action).toBe(codes[1]);
          found.set(action, codes[0]!);
        }
        return found;
      };
      const before = await answers();
      await set(true);
      for (const [action, code] of await answers()) {
        const isFree = before.get(action) !== "done" || leadingOut.includes(action);
        expect(code, action).toBe(isFree ? before.get(action) : "second_factor_needed");
      }
      for (const action of leadingOut) expect(before.get(action), action).toBe("done");
    });

  test("does what leads out: password, sessions, confirming, another account, signing out, adding a factor; then goes on", async () => {
    const { member } = given.tenant;
    await passwordOf(member);
    const other = await elsewhere(member);
    const { accountId } = given.tenant;
    await set(true);
    const isOwed = async (context: Context) => (await loadViewer(context))?.owesSecondFactor;
    expect([await isOwed(member.context), await isOwed(other.context)]).toEqual([true, false]);
    const { sessionId } = unwrap(
      await changePassword(member.context, { password, newPassword: "seven green kettles" }),
    );
    await passwordOf(member);
    let context: Context = { ...member.context, claim: { kind: "session", sessionId } };
    expect(unwrap(await listOwnSessions(context))).toHaveLength(1);
    unwrap(await endOtherSessions(context));
    const again = unwrap(await reauthenticate(context, { password }));
    context = { ...context, claim: { kind: "session", sessionId: again.sessionId } };
    const users = () => listUsers(context, {});
    unwrap(await switchAccount(context, { accountId: given.world.acme.accountId }));
    expect(codeOf(await users())).toBe("done");
    unwrap(await switchAccount(context, { accountId }));
    expect(codeOf(await users())).toBe("forbidden");
    expect(await isOwed(context)).toBe(true);
    context = (await addApp(context)).context;
    expect(await isOwed(context)).toBe(false);
    expect(codeOf(await read(context, "personal_token.view", async () => done(null)))).toBe("done");
    unwrap(await signOut(context));
  });

  test("is not put on record for it, as a role that does not allow something is", async () => {
    const { auditor } = given.tenant;
    await set(true);
    const attempts = async () => {
      const refused = { actorId: auditor.userId, action: "access.refused" };
      const found = await given.world.db.auditEvent.findMany({ where: refused });
      return found.map(({ details }) => (details as { attempted: string }).attempted);
    };
    expect(codeOf(await listUsers(auditor.context, {}))).toBe("second_factor_needed");
    expect(await attempts()).toEqual([]);
    expect(codeOf(await read(auditor.context, "token.reveal", async () => done(null)))).toBe("forbidden");
    expect(await attempts()).toEqual(["token.reveal"]);
  });
});

test("who has one goes on; so do people of other accounts, and tokens that act as people who have none", async () => {
  const { world, tenant } = given;
  await plantApp(world.db, tenant.auditor.userId, world.clock.now);
  const { context: personal } = await makeTokenContext(world, tenant, { type: "personal" });
  const { context: impersonation } = await makeTokenContext(world, tenant, { type: "impersonation" });
  const isSeen = async (context: Context) => codeOf(await read(context, "user.view", async () => done(null)));
  const before = await Promise.all([personal, impersonation].map(isSeen));
  await set(true);
  expect(await isSeen(tenant.auditor.context)).toBe("done");
  expect(await isSeen(world.acme.auditor.context)).toBe("done");
  expect(await isSeen(tenant.administrator.context)).toBe("second_factor_needed");
  expect(await Promise.all([personal, impersonation].map(isSeen))).toEqual(before);
  expect(before[0]).toBe("done");
});

test("a factor that was begun and not confirmed does not count", async () => {
  const { world, tenant } = given;
  const id = await plantApp(world.db, tenant.auditor.userId, world.clock.now);
  await world.db.secondFactor.update({ where: { id }, data: { confirmedAt: null } });
  await set(true);
  expect(codeOf(await listUsers(tenant.auditor.context, {}))).toBe("second_factor_needed");
});

test("what is under way when it is switched on is waited for; what comes after the answer is refused", async () => {
  const { tenant } = given;
  const order: string[] = [];
  const [begun, end] = [createGate(), createGate()];
  const change = () =>
    act(tenant.member.context, "personal_token.edit", async () => {
      begun.open();
      await end.passed;
      return done(null);
    });
  const underWay = change().then((result) => order.push(`change: ${codeOf(result)}`));
  await begun.passed;
  const switched = set(true).then(() => order.push("switched"));
  await expect.poll(waiters).toBe(1);
  end.open();
  await Promise.all([underWay, switched]);
  expect(order).toEqual(["change: done", "switched"]);
  expect(codeOf(await change())).toBe("second_factor_needed");
});

describe("the last second factor", () => {
  test("stays while any account of the person requires one, which is named; another one goes", async () => {
    const { world, tenant } = given;
    const { member } = tenant;
    await passwordOf(member);
    const first = await addApp(member.context);
    const second = await addApp(first.context, "Tablet");
    unwrap(await switchAccount(second.context, { accountId: tenant.accountId }));
    const other = await elsewhere(member);
    await set(true);
    unwrap(await removeSecondFactor(second.context, { id: first.app.id, password }));
    const before = await world.dump();
    for (const context of [second.context, other.context])
      expect(await removeSecondFactor(context, { id: second.app.id, password })).toMatchObject({
        refusal: { code: "second_factor_needed", message: expect.stringContaining("Cleo Inc requires one") },
      });
    expect(await world.dump()).toBe(before);
    await set(false);
    expect(unwrap(await removeSecondFactor(other.context, { id: second.app.id, password })).isLast).toBe(
      true,
    );
  });

  test("goes where the account that requires one has disabled the person, or is locked", async () => {
    const { world, tenant } = given;
    for (const [person, lock] of [
      [
        tenant.member,
        () =>
          world.db.membership.update({
            where: { userId_accountId: { userId: tenant.member.userId, accountId: tenant.accountId } },
            data: { disabledAt: world.clock.now },
          }),
      ],
      [
        tenant.otherMember,
        () =>
          world.db.account.update({
            where: { id: tenant.accountId },
            data: { disabledAt: world.clock.now },
          }),
      ],
    ] as const) {
      await passwordOf(person);
      const other = await elsewhere(person);
      const { app, context } = await addApp(other.context);
      await set(true);
      expect(codeOf(await removeSecondFactor(context, { id: app.id, password }))).toBe(
        "second_factor_needed",
      );
      await lock();
      expect(codeOf(await removeSecondFactor(context, { id: app.id, password }))).toBe("done");
    }
  });

  test("of an administrator who requires one of all at this moment stays", async () => {
    const { world, tenant } = given;
    await passwordOf(tenant.administrator);
    const { app, context } = await addApp(tenant.administrator.context);
    // The change has looked at the factor, and waits here with it.
    await world.run("BEGIN");
    await world.run(`SELECT 1 FROM "Account" WHERE "id" = $1 FOR NO KEY UPDATE`, [tenant.accountId]);
    const required = changeSignInPolicy(context, { requireSecondStep: true });
    await expect.poll(waiters).toBe(1);
    let isOver = false;
    const removed = removeSecondFactor(context, { id: app.id, password }).finally(() => {
      isOver = true;
    });
    await expect.poll(async () => isOver || (await waiters()) === 2).toBe(true);
    await world.run("COMMIT");
    expect([codeOf(await required), codeOf(await removed)]).toEqual(["done", "second_factor_needed"]);
  });

  test("that went first keeps its owner from requiring one", async () => {
    const { tenant } = given;
    await passwordOf(tenant.administrator);
    const { app, context } = await addApp(tenant.administrator.context);
    unwrap(await removeSecondFactor(context, { id: app.id, password }));
    expect(codeOf(await changeSignInPolicy(context, { requireSecondStep: true }))).toBe(
      "second_factor_needed",
    );
  });
});
