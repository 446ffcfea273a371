import { afterAll, beforeAll, expect, test } from "vitest";
import { acceptInvitation } from "@/services/invitations/accept";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { givePassword, testPassword } from "@/services/testing/passwords";
import { makeTokenContext } from "@/services/testing/token-context";
import { codeOf, makeToken, noteUse, unwrap } from "@/services/testing/tokens";
import { createPerson, createTemplateUser, createTenant, type Person } from "@/services/testing/world";
import { createTemplateUser as createTemplateByService } from "@/services/users/create-template";
import { disableUser } from "@/services/users/disable";
import { enableUser } from "@/services/users/enable";
import { inviteUser } from "@/services/users/invite";
import { listUsers } from "@/services/users/list";
import { removeUser } from "@/services/users/remove";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const administrator = () => world.acme.administrator.context;
const person = (name: string) =>
  createPerson(world.db, world.clock, { accountId: world.acme.accountId, role: "member", name });

test("a removed person has no session, no token and no row in the account any more", async () => {
  const gone = await person("Gus Gone");
  const token = await makeToken(world.acme, { type: "personal", by: gone });
  const { userId } = gone;
  const result = unwrap(await removeUser(administrator(), { userId }));
  expect(result).toEqual({ id: userId, tokens: 1, sessionsEnded: 1 });
  const row = await world.db.token.findUniqueOrThrow({
    where: { id: token.id },
    include: { secrets: true },
  });
  expect(row.deletedAt).toEqual(world.clock.now);
  expect(row.secrets[0]!.destroyedAt).toEqual(world.clock.now);
  expect(codeOf(await listUsers(gone.context, {}))).toBe("unauthenticated");
  const listed = unwrap(await listUsers(administrator(), { q: "Gus Gone" }));
  expect(listed.rows).toEqual([]);
  for (const verb of [enableUser, disableUser, removeUser])
    expect(codeOf(await verb(administrator(), { userId }))).toBe("not_found");
  const event = await world.db.auditEvent.findFirstOrThrow({ where: { action: "user.remove" } });
  expect(event).toMatchObject({ targetId: userId, targetName: "Gus Gone", details: { tokens: 1 } });
});

test("a removed template user takes its tokens along, and its name is free", async () => {
  const name = "svc-gone";
  const userId = await createTemplateUser(world.db, world.clock, world.acme.accountId, name);
  const token = await makeToken({ ...world.acme, templateUserId: userId });
  unwrap(await removeUser(administrator(), { userId }));
  const row = await world.db.token.findUniqueOrThrow({ where: { id: token.id } });
  expect(row.deletedAt).toEqual(world.clock.now);
  expect(codeOf(await createTemplateByService(administrator(), { name, permissions: [] }))).toBe("done");
});

test("who was removed is invited and joins anew, with the new role only", async () => {
  const gone = await person("Ria Return");
  const email = "ria.return@example.test";
  await givePassword(world.db, gone.userId, email);
  unwrap(await removeUser(administrator(), { userId: gone.userId }));
  const { path } = unwrap(await inviteUser(administrator(), { email, role: "auditor" }));
  const secret = path.split("#")[1]!;
  unwrap(await acceptInvitation(world.stranger, { secret, password: testPassword }));
  const membership = await world.db.membership.findFirstOrThrow({ where: { userId: gone.userId } });
  expect(membership).toMatchObject({
    role: "auditor",
    permissions: [],
    disabledAt: null,
    removedAt: null,
  });
});

test("the last administrator stays, also when two remove each other at once", async () => {
  const { administrator: one, otherAdministrator: two, operator: three } = world.other;
  unwrap(await removeUser(one.context, { userId: three.userId }));
  const codes = await Promise.all([
    removeUser(one.context, { userId: two.userId }),
    removeUser(two.context, { userId: one.userId }),
  ]);
  expect(codes.map(codeOf).filter((code) => code === "done")).toHaveLength(1);
  const left = await world.db.membership.count({
    where: { accountId: world.other.accountId, role: "administrator", disabledAt: null },
  });
  expect(left).toBe(1);
});

test("nobody removes themselves; who is the last administrator hears that first", async () => {
  const { acme, db, clock } = world;
  const refusalTo = async ({ context, userId }: Person) => {
    const before = await world.dump();
    const result = await removeUser(context, { userId });
    expect(await world.dump()).toBe(before);
    return codeOf(result);
  };
  expect(await refusalTo(acme.administrator)).toBe("own_user");
  const alone = await createTenant(db, clock, "Alone");
  await db.membership.updateMany({
    where: { accountId: alone.accountId, userId: { not: alone.administrator.userId } },
    data: { role: "member" },
  });
  expect(await refusalTo(alone.administrator)).toBe("last_administrator");
});

test("a person types the address of a user whose token was used in the last days; a program is not asked", async () => {
  const removal = async (kind: "person" | "template") => {
    const { acme, db, clock } = world;
    const used = await person("Una Used");
    const templateId = await createTemplateUser(db, clock, acme.accountId, `svc-used-${used.userId}`);
    const token = await makeToken(
      { ...acme, templateUserId: templateId },
      kind === "person" ? { type: "personal", by: used } : {},
    );
    await noteUse(world, token.id, new Date(clock.now.getTime() - 7 * 86_400_000));
    return kind === "person"
      ? { userId: used.userId, text: `${used.userId}@example.test`, name: "Una Used" }
      : { userId: templateId, text: `svc-used-${used.userId}`, name: "svc" };
  };
  for (const kind of ["person", "template"] as const) {
    const { userId, text, name } = await removal(kind);
    const before = await world.dump();
    for (const confirmation of [undefined, "", name, `${text}x`]) {
      const result = await removeUser(administrator(), { userId, confirmation });
      expect(codeOf(result), confirmation).toBe("confirmation_mismatch");
    }
    expect(await world.dump()).toBe(before);
    expect(codeOf(await removeUser(administrator(), { userId, confirmation: ` ${text} ` }))).toBe("done");
  }
  const { userId } = await removal("person");
  const { context } = await makeTokenContext(world, world.acme, { type: "account" });
  expect(codeOf(await removeUser(context, { userId }))).toBe("done");
});

test("a token that was last used longer ago needs nothing typed", async () => {
  const { userId, ...rest } = await person("Otto Once");
  const token = await makeToken(world.acme, { type: "personal", by: { userId, ...rest } });
  await noteUse(world, token.id, new Date(world.clock.now.getTime() - 7 * 86_400_000 - 1));
  expect(codeOf(await removeUser(administrator(), { userId }))).toBe("done");
});
