import { afterAll, beforeAll, expect, test } from "vitest";
import { keptTokensOf } from "@/domain/access/user-removal";
import { createApiClient } from "@/services/api-clients/create";
import { deleteApiClient } from "@/services/api-clients/delete";
import { disableApiClient } from "@/services/api-clients/disable";
import { listApiClients } from "@/services/api-clients/list";
import { makeApiClient } from "@/services/testing/api-clients";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { givePassword } from "@/services/testing/passwords";
import { codeOf, makeToken, makeTokenInState, noteUse, unwrap } from "@/services/testing/tokens";
import { createPerson, createTemplateUser } from "@/services/testing/world";
import { listTokens } from "@/services/tokens/list";
import { disableUser } from "@/services/users/disable";
import { inviteUser } from "@/services/users/invite";
import { loadUserRemovalFacts } from "@/services/users/removal-facts";
import { removeUser } from "@/services/users/remove";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const administrator = () => world.acme.administrator.context;
const factsOf = async (userId: string) => unwrap(await loadUserRemovalFacts(administrator(), { userId }));
const ago = (seconds: number) => new Date(world.clock.now.getTime() - seconds * 1000);

test("what a removal says it ends is what it ends, and what it says goes on is what the grid still lists", async () => {
  const { acme, db, clock } = world;
  const gus = await createPerson(db, clock, {
    accountId: acme.accountId,
    role: "administrator",
    name: "Gus Gone",
  });
  const { userId } = gus;
  const nightly = await makeToken(acme, { type: "personal", by: gus, name: "Nightly" });
  await makeTokenInState(world, acme, "disabled", { type: "personal", by: gus, name: "Paused" });
  await makeTokenInState(world, acme, "deleted", { type: "personal", by: gus, name: "Old" });
  await makeToken(acme, { by: gus, name: "Made for the template user" });
  await makeTokenInState(world, acme, "disabled", { by: gus, name: "Made, and paused" });
  const later = await makeToken(acme, { by: gus, name: "Made for next week" });
  await db.token.update({ where: { id: later.id }, data: { notBefore: ago(-7 * 86_400) } });
  await makeToken(acme, { type: "personal", by: acme.member, name: "Of somebody else" });
  const made = (name: string) => createApiClient(gus.context, { name }).then(unwrap);
  const clients = [await made("Sync"), await made("Paused sync"), await made("Old sync")];
  unwrap(await disableApiClient(administrator(), { apiClientId: clients[1]!.id }));
  unwrap(await deleteApiClient(administrator(), { apiClientId: clients[2]!.id }));
  await makeApiClient(acme, "Of the administrator");
  await db.apiClient.update({ where: { id: clients[1]!.id }, data: { lastUsedAt: ago(60) } });
  await noteUse(world, nightly.id, ago(60));
  const hour = new Date(Math.floor(clock.now.getTime() / 3_600_000) * 3_600_000);
  await db.usageHour.create({
    data: { accountId: acme.accountId, tokenId: nightly.id, hour, verdict: "valid", count: 214 },
  });
  unwrap(await inviteUser(gus.context, { email: "of.gus@x.test", role: "member" }));
  await db.session.updateMany({ where: { userId }, data: { lastSeenAt: clock.now } });

  expect(await factsOf(userId)).toEqual({
    name: "Gus Gone",
    email: `${userId}@example.test`,
    sessions: 1,
    links: 1,
    tokens: 2,
    workingTokens: 1,
    firstTokens: [
      { name: "Nightly", lastUsedAt: ago(60) },
      { name: "Paused", lastUsedAt: null },
    ],
    calls: 214,
    addresses: 1,
    keptTokens: 2,
    keptClients: 2,
    firstClients: [
      { id: clients[1]!.id, name: "Paused sync" },
      { id: clients[0]!.id, name: "Sync" },
    ],
    needsText: true,
  });
  const confirmation = `${userId}@example.test`;
  expect(unwrap(await removeUser(administrator(), { userId, confirmation }))).toEqual({
    id: userId,
    tokens: 2,
    sessionsEnded: 1,
  });
  const kept = unwrap(await listTokens(administrator(), keptTokensOf(userId))).rows;
  expect(kept.map(({ name }) => name).sort()).toEqual(["Made for next week", "Made for the template user"]);
  const listed = unwrap(await listApiClients(administrator()));
  expect(listed.filter(({ createdByName }) => createdByName === "Gus Gone")).toHaveLength(2);
  expect(codeOf(await loadUserRemovalFacts(administrator(), { userId }))).toBe("not_found");
});

test("of a template user the tokens that act as it are counted; of a disabled one none works any more", async () => {
  const { acme, db, clock } = world;
  const userId = await createTemplateUser(db, clock, acme.accountId, "svc-facts");
  for (const name of ["First", "Second"]) await makeToken({ ...acme, templateUserId: userId }, { name });
  expect(await factsOf(userId)).toMatchObject({
    email: null,
    tokens: 2,
    workingTokens: 2,
    keptTokens: 0,
    needsText: false,
  });
  unwrap(await disableUser(administrator(), { userId }));
  expect(await factsOf(userId)).toMatchObject({ tokens: 2, workingTokens: 0 });
});

test("what ended by itself is not counted: a session that was left idle, a link that has expired", async () => {
  const { acme, db, clock } = world;
  const who = { accountId: acme.accountId, role: "administrator", name: "Ida Idle" } as const;
  const ida = await createPerson(db, clock, who);
  unwrap(await inviteUser(ida.context, { email: "of.ida@x.test", role: "member" }));
  expect(await factsOf(ida.userId)).toMatchObject({ sessions: 1, links: 1 });
  // Open since before she accepted another.
  unwrap(await inviteUser(administrator(), { email: "ida@x.test", role: "member" }));
  await givePassword(db, ida.userId, "ida@x.test");
  expect(await factsOf(ida.userId)).toMatchObject({ sessions: 1, links: 2 });
  await db.session.updateMany({ where: { userId: ida.userId }, data: { lastSeenAt: ago(13 * 3600) } });
  await db.invitation.updateMany({
    where: { OR: [{ createdById: ida.userId }, { email: "ida@x.test" }] },
    data: { createdAt: ago(8 * 86_400), expiresAt: ago(86_400) },
  });
  expect(await factsOf(ida.userId)).toMatchObject({ sessions: 0, links: 0 });
});

test("tells nothing to auditors and members, about other accounts' users, and to who is not signed in", async () => {
  const { acme, other, stranger } = world;
  const input = { userId: acme.member.userId };
  for (const { context } of [acme.auditor, acme.member, acme.operatorMember])
    expect(codeOf(await loadUserRemovalFacts(context, input))).toBe("forbidden");
  expect(codeOf(await loadUserRemovalFacts(other.administrator.context, input))).toBe("not_found");
  expect(codeOf(await loadUserRemovalFacts(stranger, input))).toBe("unauthenticated");
  expect(codeOf(await loadUserRemovalFacts(administrator(), { userId: "1" }))).toBe("invalid_input");
});
