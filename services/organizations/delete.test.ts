import { afterAll, beforeAll, expect, test } from "vitest";
import { createOrganization as createByService } from "@/services/organizations/create";
import { deleteOrganization } from "@/services/organizations/delete";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { createOrganization } from "@/services/testing/world";
import { createToken } from "@/services/tokens/create";

let world: OpenWorld;
let nth = 0;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function organization() {
  nth += 1;
  const name = `Depot ${nth}`;
  const organizationId = await createOrganization(world.db, world.clock, world.acme.accountId, name);
  return { organizationId, confirmation: name };
}
const administrator = () => world.acme.administrator.context;

test("a deletion revokes every token of the organization and of no other, with an event for each", async () => {
  const wanted = await organization();
  const own = await makeToken(world.acme, { type: "organization", organizationId: wanted.organizationId });
  // Enabled API keys are deleted with it, other than one by one.
  const key = await makeToken(world.acme, { type: "api_key", organizationId: wanted.organizationId });
  const other = await makeToken(world.acme, { type: "organization" });
  const result = unwrap(await deleteOrganization(administrator(), wanted));
  expect(result).toEqual({ id: wanted.organizationId, tokens: 2 });
  const rows = await world.db.token.findMany({
    where: { id: { in: [own.id, key.id, other.id] } },
    include: { secrets: true },
  });
  for (const { id, deletedAt, secrets } of rows) {
    expect(deletedAt === null, id).toBe(id === other.id);
    expect(secrets[0]!.destroyedAt === null, id).toBe(id === other.id);
  }
  const events = await world.db.auditEvent.findMany({
    where: { targetId: { in: [own.id, key.id, wanted.organizationId] }, action: { contains: "delete" } },
    orderBy: { id: "asc" },
  });
  expect(events.map(({ action }) => action).sort()).toEqual([
    "organization.delete",
    "token.delete",
    "token.delete",
  ]);
});

test("the name must be typed", async () => {
  const wanted = await organization();
  const before = await world.dump();
  const result = await deleteOrganization(administrator(), { ...wanted, confirmation: "depot" });
  expect(codeOf(result)).toBe("confirmation_mismatch");
  expect(await world.dump()).toBe(before);
});

test("a deleted organization is gone, and its name is free again", async () => {
  const wanted = await organization();
  unwrap(await deleteOrganization(administrator(), wanted));
  expect(codeOf(await deleteOrganization(administrator(), wanted))).toBe("not_found");
  const input = { type: "organization", name: "Late", organizationId: wanted.organizationId };
  expect(codeOf(await createToken(administrator(), input))).toBe("not_found");
  expect(codeOf(await createByService(administrator(), { name: wanted.confirmation }))).toBe("done");
});

test("of a deletion and a creation at once, no token outlives the organization", async () => {
  const wanted = await organization();
  const input = { type: "organization", name: "Race", organizationId: wanted.organizationId };
  const [deleted, ...made] = await Promise.all([
    deleteOrganization(administrator(), wanted),
    ...Array.from({ length: 10 }, () => createToken(administrator(), input)),
  ]);
  expect(codeOf(deleted)).toBe("done");
  expect([...new Set([...made.map(codeOf), "not_found"])].filter((code) => code !== "done")).toEqual([
    "not_found",
  ]);
  const { organizationId } = wanted;
  expect(await world.db.token.count({ where: { organizationId, deletedAt: null } })).toBe(0);
});
