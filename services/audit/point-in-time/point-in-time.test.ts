import { afterAll, beforeAll, expect, test } from "vitest";
import { findTokenThen } from "@/services/audit/point-in-time/find-token-then";
import { listTokensThen } from "@/services/audit/point-in-time/list-tokens-then";
import { loadMomentChoices } from "@/services/audit/point-in-time/moment-choices";
import { changePolicy } from "@/services/policy/change";
import { sealAll } from "@/services/testing/audit-log";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { createTenant } from "@/services/testing/world";
import { disableToken } from "@/services/tokens/disable";
import { revealToken } from "@/services/tokens/reveal";
import { rotateToken } from "@/services/tokens/rotate";
import { changePermissions } from "@/services/users/change-permissions";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const later = () => {
  world.clock.advance(60);
  return new Date(world.clock.now.getTime() - 30_000);
};

test("a token's state at a moment is told to administrators and auditors of its account alone", async () => {
  const { acme, other } = world;
  const { id: tokenId } = await makeToken(acme);
  const at = later().toISOString();
  const ask = (person: { context: typeof acme.auditor.context }) =>
    findTokenThen(person.context, { tokenId, at });
  expect(codeOf(await ask(acme.auditor))).toBe("done");
  expect(codeOf(await ask(acme.administrator))).toBe("done");
  expect(codeOf(await ask(acme.member))).toBe("forbidden");
  expect(codeOf(await ask(other.auditor))).toBe("not_found");
  expect(codeOf(await findTokenThen(world.stranger, { tokenId, at }))).toBe("unauthenticated");
  const user = { userId: acme.templateUserId, at };
  expect(codeOf(await listTokensThen(acme.auditor.context, user))).toBe("done");
  expect(codeOf(await listTokensThen(other.auditor.context, user))).toBe("not_found");
  expect(codeOf(await listTokensThen(acme.member.context, user))).toBe("forbidden");
  for (const bad of [
    { at: "3 March" },
    { at: "2099-01-01T00:00:00Z" },
    { at: "0000-01-01T00:00:00Z" },
    { tokenId: "1" },
  ]) {
    expect(codeOf(await findTokenThen(acme.auditor.context, { tokenId, at, ...bad }))).toBe("invalid_input");
  }
});

test("who had seen a secret that still worked is told of each, with the rights of then", async () => {
  const { acme } = world;
  const key = await makeToken(acme, { type: "api_key", name: "Loyalty key" });
  unwrap(await revealToken(acme.otherAdministrator.context, { tokenId: key.id }));
  const before = later();
  unwrap(await rotateToken(acme.administrator.context, { tokenId: key.id }));
  const after = later();
  const shown = async (at: Date) => {
    const { token, revealers } = unwrap(
      await findTokenThen(acme.auditor.context, { tokenId: key.id, at: at.toISOString() }),
    );
    expect(token.answer).toMatchObject({ usable: "yes", permissions: ["*"] });
    expect(revealers?.people.map(({ name }) => name)).toContain(acme.otherAdministrator.name);
    expect(revealers?.people.map(({ name }) => name)).not.toContain(acme.auditor.name);
    return token.secrets.at(-1)!.secret!.shownTo.map(({ id, how }) => `${how} ${id}`);
  };
  expect(await shown(before)).toEqual([
    `made ${acme.administrator.userId}`,
    `revealed ${acme.otherAdministrator.userId}`,
  ]);
  expect(await shown(after)).toEqual([`made ${acme.administrator.userId}`]);
  const couldUse = async (at: Date) => {
    const { userId } = acme.otherAdministrator;
    const view = unwrap(await listTokensThen(acme.auditor.context, { userId, at: at.toISOString() }));
    return view.tokens.map(({ token, why }) => `${token.name} ${why}`);
  };
  expect(await couldUse(before)).toEqual(["Loyalty key saw_secret"]);
  expect(await couldUse(after)).toEqual([]);
});

test("the tokens of a template user are told with its permissions of then, not of now", async () => {
  const { acme } = world;
  const token = await makeToken(acme, { name: "Acts as it" });
  const before = later();
  const userId = acme.templateUserId;
  unwrap(await changePermissions(acme.administrator.context, { userId, permissions: ["users:read"] }));
  unwrap(await disableToken(acme.administrator.context, { tokenId: token.id }));
  const after = later();
  const told = async (at: Date) => {
    const view = unwrap(await listTokensThen(acme.auditor.context, { userId, at: at.toISOString() }));
    const mine = view.tokens.find((each) => each.token.id === token.id)!;
    return [mine.why, mine.token.answer.usable, mine.token.answer.permissions];
  };
  expect(await told(before)).toEqual(["acts_as", "yes", ["reports:read"]]);
  expect(await told(after)).toEqual(["acts_as", "no", []]);
});

test("what lies before the events that retention dropped is unknown; what came later is not", async () => {
  const { acme } = world;
  const token = await makeToken(acme, { name: "Old one" });
  const before = later();
  await sealAll(world);
  const accountId = acme.accountId;
  const head = await world.db.auditLeaf.findFirstOrThrow({
    where: { logId: accountId },
    orderBy: { seq: "desc" },
  });
  await world.db.auditRetention.create({ data: { accountId, droppedThrough: head.seq } });
  world.clock.advance(120);
  const at = later();
  const ask = async (moment: Date) =>
    unwrap(await findTokenThen(acme.auditor.context, { tokenId: token.id, at: moment.toISOString() }));
  expect((await ask(at)).wholeSince).toEqual(head.sealedAt);
  expect((await ask(at)).token.answer.usable).toBe("yes");
  const older = await ask(new Date(before.getTime() - 86_400_000));
  expect(older.token.state.user?.permissions).toEqual({ known: false });
  await world.db.auditRetention.delete({ where: { accountId } });
});

test("tokens are found by a piece of their name or their last characters, in the own account only, never by themselves", async () => {
  const { acme, other } = world;
  const mine = await makeToken(acme, { name: "Warehouse feed" });
  await makeToken(other, { name: "Warehouse feed" });
  const find = async (q: string) =>
    unwrap(await loadMomentChoices(acme.auditor.context, { q })).tokens.map(({ id }) => id);
  expect(await find("house")).toEqual([mine.id]);
  expect(await find(mine.secret.slice(-4))).toEqual([mine.id]);
  expect(codeOf(await loadMomentChoices(acme.auditor.context, { q: mine.secret }))).toBe("invalid_input");
  expect(codeOf(await loadMomentChoices(acme.auditor.context, { q: "Acme\0" }))).toBe("invalid_input");
  expect(codeOf(await loadMomentChoices(acme.member.context, {}))).toBe("forbidden");
});

test("who could have looked at a key follows the token policy of then, not of now", async () => {
  // With sessions of this moment: the clock has gone on.
  const other = await createTenant(world.db, world.clock, "Till Ltd");
  const key = await makeToken(other, { type: "api_key", name: "Till key" });
  const couldLook = async (at: Date) => {
    const view = unwrap(
      await findTokenThen(other.auditor.context, { tokenId: key.id, at: at.toISOString() }),
    );
    return view.revealers !== null;
  };
  const change = async (keysRevealable: boolean) =>
    unwrap(
      await changePolicy(other.administrator.context, { keysRevealable, keyCap: keysRevealable ? 20 : 19 }),
    );
  const [moments, expected] = [[later()], [true, false, false, true]];
  await change(false);
  moments.push(later());
  // Of no interest here, and no reason to believe that keys were shown again.
  unwrap(await changePolicy(other.administrator.context, { graceSecondsMax: 3600 }));
  moments.push(later());
  await change(true);
  moments.push(later());
  expect(await Promise.all(moments.map(couldLook))).toEqual(expected);
});
