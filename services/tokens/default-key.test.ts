import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, makeTokenInState, unwrap } from "@/services/testing/tokens";
import { createOrganization, type Tenant } from "@/services/testing/world";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";
import { makeDefaultKey } from "@/services/tokens/make-default";
import { revokeAllTokens } from "@/services/tokens/revoke-all";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld({ connectionsMax: 20 });
});
afterAll(() => world.close());

const makeProgram = (name: string, tenant: Tenant = world.acme) =>
  createOrganization(world.db, world.clock, tenant.accountId, name);
const makeKey = (organizationId: string, name: string, tenant: Tenant = world.acme) =>
  makeToken(tenant, { type: "api_key", name, organizationId });
const defaultOf = async (id: string) =>
  (await world.db.organization.findUniqueOrThrow({ where: { id } })).defaultKeyId;
const remove = async (tokenId: string, tenant: Tenant = world.acme) => {
  unwrap(await disableToken(tenant.administrator.context, { tokenId }));
  return unwrap(await deleteToken(tenant.administrator.context, { tokenId }));
};

test("ZI-10 the first API key becomes the default and stays it when others are made", async () => {
  const organizationId = await makeProgram("First");
  await makeToken(world.acme, { type: "organization", name: "No key", organizationId });
  expect(await defaultOf(organizationId)).toBeNull();
  const first = await makeKey(organizationId, "First");
  expect(await defaultOf(organizationId)).toBe(first.id);
  await makeKey(organizationId, "Second");
  expect(await defaultOf(organizationId)).toBe(first.id);
});

test("ZI-10 another key can take its place, on the record, and the old one stays as it is", async () => {
  const { administrator } = world.acme;
  const organizationId = await makeProgram("Replaced");
  const [first, second] = [await makeKey(organizationId, "Old"), await makeKey(organizationId, "New")];
  expect(unwrap(await makeDefaultKey(administrator.context, { tokenId: second.id }))).toEqual({
    id: second.id,
    changed: true,
  });
  expect(unwrap(await makeDefaultKey(administrator.context, { tokenId: second.id }))).toEqual({
    id: second.id,
    changed: false,
  });
  expect(await defaultOf(organizationId)).toBe(second.id);
  const events = await world.db.auditEvent.findMany({
    where: { action: "token.make_default", targetId: second.id },
  });
  expect(events.map((event) => [event.actorName, event.targetName, event.details])).toEqual([
    [administrator.name, "New", { organization: "Replaced", before: "Old", last4: second.secret.slice(-4) }],
  ]);
  const old = await world.db.token.findUniqueOrThrow({ where: { id: first.id } });
  expect([old.disabledAt, old.deletedAt]).toEqual([null, null]);
});

test("deleting the default leaves none; others can be made it, and a later key is not by itself", async () => {
  const organizationId = await makeProgram("Deleted");
  const [first, second] = [await makeKey(organizationId, "First"), await makeKey(organizationId, "Second")];
  await remove(first.id);
  expect(await defaultOf(organizationId)).toBeNull();
  await makeKey(organizationId, "Third");
  expect(await defaultOf(organizationId)).toBeNull();
  unwrap(await makeDefaultKey(world.acme.administrator.context, { tokenId: second.id }));
  expect(await defaultOf(organizationId)).toBe(second.id);
});

test("revoke all leaves no default; the first key after it is the default again", async () => {
  const organizationId = await makeProgram("Revoked", world.other);
  await makeKey(organizationId, "First", world.other);
  unwrap(await revokeAllTokens(world.other.administrator.context, { confirmation: "1" }));
  expect(await defaultOf(organizationId)).toBeNull();
  const next = await makeKey(organizationId, "Next", world.other);
  expect(await defaultOf(organizationId)).toBe(next.id);
});

test("refused: bad ids, other types, deleted keys, other roles, another account", async () => {
  const organizationId = await makeProgram("Refused");
  const key = await makeKey(organizationId, "Key");
  const beside = await makeKey(organizationId, "Beside");
  const gone = await makeTokenInState(world, world.acme, "deleted", { type: "api_key", organizationId });
  const token = await makeToken(world.acme, { type: "organization", organizationId });
  const { context } = world.acme.administrator;
  const before = await world.dump();
  expect(codeOf(await makeDefaultKey(context, { tokenId: "x" }))).toBe("invalid_input");
  expect(codeOf(await makeDefaultKey(context, { tokenId: randomUUID() }))).toBe("not_found");
  expect(codeOf(await makeDefaultKey(context, { tokenId: token.id }))).toBe("not_found");
  expect(codeOf(await makeDefaultKey(context, { tokenId: gone.id }))).toBe("token_deleted");
  for (const role of ["auditor", "member", "operatorMember"] as const)
    expect(codeOf(await makeDefaultKey(world.acme[role].context, { tokenId: beside.id }))).toBe("forbidden");
  expect(codeOf(await makeDefaultKey(world.other.administrator.context, { tokenId: beside.id }))).toBe(
    "not_found",
  );
  expect(codeOf(await makeDefaultKey(world.stranger, { tokenId: beside.id }))).toBe("unauthenticated");
  expect(await world.dump()).toBe(before);
  expect(await defaultOf(organizationId)).toBe(key.id);
});

test("the database takes no default that is another organization's, another type's or deleted", async () => {
  const [one, two] = [await makeProgram("One"), await makeProgram("Two")];
  const theirs = await makeKey(two, "Theirs");
  const token = await makeToken(world.acme, { type: "organization", organizationId: one });
  const gone = await makeTokenInState(world, world.acme, "deleted", { type: "api_key", organizationId: one });
  for (const id of [theirs.id, token.id, gone.id]) {
    await expect(
      world.run(`UPDATE "Organization" SET "defaultKeyId" = $1 WHERE "id" = $2`, [id, one]),
    ).rejects.toThrow("the default key is a live API key of the organization");
  }
});

test("20 at once that make default and delete leave no default that is deleted", async () => {
  const organizationId = await makeProgram("Raced");
  const keys = await Promise.all(Array.from({ length: 10 }, (_, i) => makeKey(organizationId, `Key ${i}`)));
  const { administrator, otherAdministrator } = world.acme;
  await world.db.token.updateMany({ where: { organizationId }, data: { disabledAt: world.clock.now } });
  const results = await Promise.all(
    keys.flatMap(({ id: tokenId }) => [
      makeDefaultKey(administrator.context, { tokenId }),
      deleteToken(otherAdministrator.context, { tokenId }),
    ]),
  );
  for (const result of results) expect(["done", "token_deleted"]).toContain(codeOf(result));
  expect(await defaultOf(organizationId)).toBeNull();
});
