import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { testKeys } from "@/services/testing/context";
import { openWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";
import { forgetContextChanges } from "@/services/upkeep/forget-context-changes";
import { createLookup, type Lookup, lookupBounds } from "@/services/verification/lookup";

// What could make a look-up that remembers say something else than one that reads everything: stricter transactions, values that a text
// could say in two ways, statements of every shape, notes that are gone, a server that begins again.

const patient = { ...lookupBounds, statementMsMax: 10_000, connectMsMax: 10_000 };
let world: Awaited<ReturnType<typeof openWorld>>;
let warm: Lookup;
let digests: Buffer[];
let tokenId: string;
beforeAll(async () => {
  world = await openWorld();
  warm = createLookup(world.url, patient);
});
afterAll(async () => {
  warm.close();
  await world.close();
});
beforeEach(async () => {
  const token = await makeToken(world.acme);
  tokenId = token.id;
  digests = [testKeys.digest(token.secret)];
  await all(warm);
  await all(warm);
});

const all = (lookup: Lookup) => Promise.all(digests.map((digest) => lookup.find(digest, null)));
async function anew() {
  const lookup = createLookup(world.url, patient);
  try {
    return await all(lookup);
  } finally {
    lookup.close();
  }
}

async function addSecret(run: (sql: string, values: unknown[]) => Promise<unknown>) {
  const noise = Buffer.from(randomUUID());
  await run(
    `INSERT INTO "TokenSecret" ("id", "tokenId", "digest", "pepperId", "prefix", "last4", "createdAt", "retiresAt")
     VALUES (gen_random_uuid(), $1, sha256($2), 1, 'IK', 'abcd', now(), now() + interval '1 day')`,
    [tokenId, noise],
  );
  const [made] = await world.run("SELECT sha256($1) AS digest", [noise]);
  digests.push(made!.digest as Buffer);
}

async function besides<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: world.url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

describe("a secret made after a stricter transaction began, which then changes its token,", () => {
  test.each(["READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"])("%s", async (level) => {
    const outcome = await besides(async (other) => {
      await other.query(`BEGIN ISOLATION LEVEL ${level}`);
      await other.query('SELECT count(*) FROM "Token"');
      await addSecret(world.run);
      try {
        await other.query('UPDATE "Token" SET "disabledAt" = now() WHERE "id" = $1', [tokenId]);
        await other.query("COMMIT");
        return "changed";
      } catch (error) {
        return (error as { code?: string }).code;
      }
    });
    expect(outcome).toBe(level === "READ COMMITTED" ? "changed" : "40001");
    expect(await all(warm)).toEqual(await anew());
  });
});

describe("what a copy could say in two ways is read from the token", () => {
  const values: Record<string, string> = {
    "an empty range": `"ipAllowList" = '{""}'`,
    "a range with a bar": `"ipAllowList" = '{"10.0.0.0/8|x"}'`,
    "a range with a comma": `"ipAllowList" = '{"10.0.0.0/8,::/0"}'`,
    "no range among ranges": `"ipAllowList" = '{10.0.0.0/8,NULL}'`,
    "an expiry without end": `"expiresAt" = 'infinity'`,
    "a beginning before all": `"notBefore" = '-infinity'`,
    "an expiry far away": `"expiresAt" = '12345-06-07 08:09:10.111+00'`,
    "a beginning before our time": `"notBefore" = '0044-03-15 12:00:00+00 BC'`,
    "a name like a copy": `"name" = '|1|||||||||||{}'`,
    "a name of lines": `"name" = E'|\\n,\\r|'`,
    "a name like the end of another's facts": `"name" = E'a\\x1e1|||||\\x1e'`,
    "a name that ends like facts": `"name" = E'\\x1e'`,
  };
  test.each(Object.keys(values))("%s", async (name) => {
    await world.run(`UPDATE "Token" SET ${values[name]} WHERE "id" = $1`, [tokenId]);
    const found = await all(warm);
    expect(found).toEqual(await anew());
    expect(await all(warm)).toEqual(found);
  });
});

describe("a change is seen however it is said", () => {
  const changed: Record<string, string> = {
    "INSERT … ON CONFLICT DO UPDATE": `INSERT INTO "Membership" ("userId", "accountId", "role", "permissions", "createdAt") VALUES ($1, $2, 'member', '{a:b}', now())
       ON CONFLICT ("userId", "accountId") DO UPDATE SET "permissions" = excluded."permissions"`,
    MERGE: `MERGE INTO "Membership" m USING (SELECT $1::uuid AS u, $2::uuid AS a) s ON m."userId" = s.u AND m."accountId" = s.a
       WHEN MATCHED THEN UPDATE SET "permissions" = '{a:b}'`,
    "an UPDATE within a WITH": `WITH changed AS (UPDATE "Membership" SET "permissions" = '{a:b}' WHERE "userId" = $1 AND "accountId" = $2 RETURNING 1) SELECT * FROM changed`,
    "a function": `SELECT pg_temp.change($1, $2)`,
  };
  test.each(Object.keys(changed))("%s", async (name) => {
    const values = [world.acme.templateUserId, world.acme.accountId];
    await world.run(
      `UPDATE "Membership" SET "permissions" = '{*}' WHERE "userId" = $1 AND "accountId" = $2`,
      values,
    );
    await world.run(
      `CREATE OR REPLACE FUNCTION pg_temp.change(u uuid, a uuid) RETURNS void LANGUAGE sql AS
       'UPDATE "Membership" SET "permissions" = ''{a:b}'' WHERE "userId" = u AND "accountId" = a'`,
    );
    expect((await all(warm))[0]?.facts.user?.permissions).toEqual(["*"]);
    await world.run(changed[name]!, values);
    expect((await all(warm))[0]?.facts.user?.permissions).toEqual(["a:b"]);
  });

  test("by a savepoint that holds, beside one that was undone", async () => {
    const permissions = async () => (await all(warm))[0]?.facts.user?.permissions;
    const set = (to: string) =>
      `UPDATE "Membership" SET "permissions" = '{${to}}' WHERE "userId" = '${world.acme.templateUserId}'`;
    await world.run(set("*"));
    await permissions();
    await besides((other) =>
      other.query(`BEGIN; SAVEPOINT one; ${set("a:b")}; ROLLBACK TO one; SAVEPOINT two; SAVEPOINT three;
        ${set("c:d")}; RELEASE three; SELECT 1; COMMIT`),
    );
    expect(await permissions()).toEqual(["c:d"]);
  });
});

describe("a change that left no note is not missed for long", () => {
  const unnoted = (sql: string, values: unknown[]) =>
    besides(async (other) => {
      await other.query("SET session_replication_role = replica");
      await other.query(sql, values);
    });
  const rename = (name: string) =>
    unnoted('UPDATE "User" SET "name" = $1 WHERE "id" = $2', [name, world.acme.templateUserId]);
  const seen = async () => (await all(warm))[0]?.facts.user?.name;

  test("a server that recovers from a crash ends all sessions, and gives numbers of transactions again: nothing is believed after it", async () => {
    const before = await seen();
    await rename("Unnoted");
    // Else this would prove nothing.
    expect(await seen()).toBe(before);
    await world.run(
      `SELECT pg_terminate_backend("pid") FROM pg_stat_activity
       WHERE "datname" = current_database() AND "application_name" = 'keydesk-verification'`,
    );
    expect(await seen()).toBe("Unnoted");
  });

  test.each(["forgotten", "deleted", "emptied"])(
    "notes that are %s before they were seen are noted",
    async (how) => {
      const before = await seen();
      await rename(`Unnoted ${how}`);
      expect(await seen()).toBe(before);
      // As by a transaction that stood open for eight days, whose note nobody could see before.
      await unnoted(`INSERT INTO "ContextChange" ("at", "xid") VALUES (now() - interval '8 days', $1)`, [1]);
      expect(await seen()).toBe(before);
      if (how === "forgotten")
        await world.db.$transaction((tx) => forgetContextChanges.run(tx, new Date(), 1_000));
      else await world.run(how === "deleted" ? 'DELETE FROM "ContextChange"' : 'TRUNCATE "ContextChange"');
      expect(await seen()).toBe(`Unnoted ${how}`);
    },
  );

  test("notes of another server, restored with a backup, are forgotten at once", async () => {
    await world.run(`INSERT INTO "ContextChange" ("xid") VALUES (9000000000000000)`);
    await world.db.$transaction((tx) => forgetContextChanges.run(tx, new Date(), 1_000));
    expect(await world.run('SELECT 1 FROM "ContextChange" WHERE "xid" = 9000000000000000')).toEqual([]);
  });
});
