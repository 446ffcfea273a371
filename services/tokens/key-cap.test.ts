import { randomUUID } from "node:crypto";
import pg from "pg";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, makeToken, unwrap } from "@/services/testing/tokens";
import { createOrganization } from "@/services/testing/world";
import { createToken } from "@/services/tokens/create";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld({ connectionsMax: 20 });
});
afterAll(() => world.close());

const times = <T>(count: number, work: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => work(i)));

async function makeProgram(name: string, keys: number, tenant = world.acme): Promise<string> {
  const organizationId = await createOrganization(world.db, world.clock, tenant.accountId, name);
  for (let i = 0; i < keys; i++)
    await makeToken(tenant, { type: "api_key", name: `Key ${i}`, organizationId });
  return organizationId;
}

const insertText = `INSERT INTO "Token" ("id", "accountId", "organizationId", "type", "name", "createdByName", "createdAt", "updatedAt", "prefix", "last4")
  VALUES ($1, $2, $3, 'api_key', 'Raw', 'Somebody', now(), now(), 'PK', 'abcd')`;
const insertValues = (organizationId: string) => [uuidv7(), world.acme.accountId, organizationId];
const keysOf = (organizationId: string) =>
  world.db.token.count({ where: { organizationId, type: "api_key", deletedAt: null } });

test("ZI-09 50 creations at once with 19 of 20 there make exactly one; the others say how many there are", async () => {
  const organizationId = await makeProgram("Through the service", 19);
  const results = await times(50, (i) =>
    createToken(world.acme.administrator.context, { type: "api_key", name: `More ${i}`, organizationId }),
  );
  expect(results.map(codeOf).sort()).toEqual([...Array(49).fill("cap_reached"), "done"]);
  const refused = results.find((result) => !result.ok);
  expect(refused?.ok === false && refused.refusal.message).toContain("20 of 20 keys");
  expect(await keysOf(organizationId)).toBe(20);
});

test.each(["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])(
  "ZI-09 50 raw INSERTs at once with 19 of 20 there, past the service, make exactly one (%s)",
  async (isolation) => {
    const organizationId = await makeProgram(`Raw ${isolation}`, 19);
    const clients = await times(50, async () => {
      const client = new pg.Client({ connectionString: world.url });
      await client.connect();
      return client;
    });
    try {
      // Every transaction has its snapshot before the first insert, the worst case for whoever counts.
      await Promise.all(
        clients.map(async (client) => {
          await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
          await client.query(`SELECT count(*) FROM "Token"`);
        }),
      );
      const outcomes = await Promise.all(
        clients.map(async (client) => {
          try {
            await client.query(insertText, insertValues(organizationId));
            await client.query("COMMIT");
            return "made";
          } catch (error) {
            await client.query("ROLLBACK");
            return (error as { code: string }).code;
          }
        }),
      );
      expect(outcomes.filter((outcome) => outcome === "made")).toHaveLength(1);
      // 23514: the cap. 40001: the snapshot was too old to count by.
      for (const outcome of outcomes) expect(["made", "23514", "40001"]).toContain(outcome);
      expect(await keysOf(organizationId)).toBe(20);
    } finally {
      await Promise.all(clients.map((client) => client.end()));
    }
  },
);

test("one INSERT of many rows cannot pass the cap either", async () => {
  const organizationId = await makeProgram("In one statement", 18);
  const rows = (count: number) => `
    INSERT INTO "Token" ("id", "accountId", "organizationId", "type", "name", "createdByName", "createdAt", "updatedAt", "prefix", "last4")
    SELECT gen_random_uuid(), $1, $2, 'api_key', 'Raw', 'Somebody', now(), now(), 'PK', 'abcd' FROM generate_series(1, ${count})`;
  await expect(world.run(rows(3), [world.acme.accountId, organizationId])).rejects.toThrow("20 of 20 keys");
  expect(await keysOf(organizationId)).toBe(18);
  await world.run(rows(2), [world.acme.accountId, organizationId]);
  expect(await keysOf(organizationId)).toBe(20);
});

test("a key cannot be moved into another organization, past its cap", async () => {
  const [full, spare] = [await makeProgram("Full", 20), await makeProgram("Spare", 1)];
  await expect(
    world.run(`UPDATE "Token" SET "organizationId" = $1 WHERE "organizationId" = $2`, [full, spare]),
  ).rejects.toThrow("never changes its account, organization or type");
});

test("disabled keys count, deleted ones do not; each organization and each tenant has its own cap", async () => {
  const { context } = world.acme.administrator;
  const organizationId = await makeProgram("Counted", 20);
  const beside = await makeProgram("Beside", 0);
  const wanted = { type: "api_key", name: "One more", organizationId };
  const [key] = await world.db.token.findMany({ where: { organizationId } });
  unwrap(await disableToken(context, { tokenId: key!.id }));
  expect(codeOf(await createToken(context, wanted))).toBe("cap_reached");
  expect(codeOf(await createToken(context, { ...wanted, organizationId: beside }))).toBe("done");
  expect(await makeProgram("Counted", 1, world.other)).toBeTruthy();
  unwrap(await deleteToken(context, { tokenId: key!.id }));
  expect(codeOf(await createToken(context, { ...wanted, requestKey: randomUUID() }))).toBe("done");
  expect(codeOf(await createToken(context, wanted))).toBe("cap_reached");
});
