import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiClient } from "@/services/api-clients/create";
import { createGateway } from "@/services/gateways/create";
import { testKeys } from "@/services/testing/context";
import { openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { createLookup, type Lookup, lookupBounds } from "@/services/verification/lookup";
import type { LookedUp } from "@/services/verification/lookup-row";

// Transactions that write one number into every row beside a token, in any order, some of them undone, while look-ups of several nodes
// go on: each answer holds one number throughout, no older than what was committed when it was asked for, and none that was undone.

const seconds = Number(process.env.KEYDESK_VERSIONS_SECONDS ?? 3);
const patient = { ...lookupBounds, statementMsMax: 10_000, connectMsMax: 10_000, waitMsMax: 10_000 };

let world: Awaited<ReturnType<typeof openWorld>>;
let nodes: Lookup[];
let digests: Buffer[];
let writes: string[];
beforeAll(async () => {
  world = await openWorld();
  nodes = [createLookup(world.url, patient), createLookup(world.url, patient)];
  const { acme, clock } = world;
  const { accountId } = acme;
  const bound = await makeToken(acme, { type: "organization", organizationId: acme.organizationId });
  const client = unwrap(await createApiClient(acme.administrator.context, { name: "Client" }, { accountId }));
  const obtained = await makeToken(acme, { type: "account" });
  await world.run('UPDATE "Token" SET "apiClientId" = $1, "expiresAt" = $2 WHERE "id" = $3', [
    client.id,
    new Date(clock.now.getTime() + 3_600_000),
    obtained.id,
  ]);
  const gateway = unwrap(await createGateway(world.cli, { name: "Edge" }, { accountId }));
  digests = [await makeToken(acme), bound, obtained, gateway].map(({ secret }) => testKeys.digest(secret));
  const one = `"accountId" = '${accountId}'`;
  writes = [
    `UPDATE "Account" SET "name" = 'V$' WHERE "id" = '${accountId}'`,
    `UPDATE "Organization" SET "name" = 'V$' WHERE ${one}`,
    `UPDATE "User" SET "name" = 'V$' WHERE "id" = '${acme.templateUserId}'`,
    `UPDATE "Membership" SET "permissions" = '{V$}' WHERE "userId" = '${acme.templateUserId}'`,
    `UPDATE "ApiClient" SET "name" = 'V$' WHERE ${one}`,
    `UPDATE "Gateway" SET "name" = 'V$' WHERE ${one}`,
    `UPDATE "Token" SET "name" = 'V$' WHERE ${one}`,
  ];
});
afterAll(async () => {
  for (const node of nodes) node.close();
  await world.close();
});

/** Every number that an answer holds. */
function versionsOf({ facts, gateway }: LookedUp): number[] {
  const { account, organization, user, client, token } = facts;
  const said = [account.name, token.name, organization?.name, user?.name, ...(user?.permissions ?? [])];
  return [...said, client?.name, gateway?.name]
    .filter((text) => text !== undefined)
    .map((text) => Number(text.slice(1)));
}

test("answers hold one version of everything, and never an older one than was committed before they were asked for", async () => {
  let [begun, committed, isOver] = [0, 0, false];
  const undone = new Set<number>();
  let answers = 0;
  const seen = new Set<number>();
  const writer = async () => {
    const connection = new pg.Client({ connectionString: world.url });
    await connection.connect();
    while (!isOver) {
      const version = ++begun;
      const isUndone = committed > 0 && Math.random() < 0.2;
      if (isUndone) undone.add(version);
      await connection.query("BEGIN");
      for (const sql of [...writes].sort(() => Math.random() - 0.5)) {
        if (Math.random() < 0.3) {
          await connection.query(`SAVEPOINT a; ${sql.replace("$", "999999")}; ROLLBACK TO a; SAVEPOINT b`);
        }
        await connection.query(sql.replace("$", String(version)));
      }
      await connection.query(isUndone ? "ROLLBACK" : "COMMIT");
      if (!isUndone) committed = version;
      if (Math.random() < 0.5) await sleep(Math.random() * 30);
    }
    await connection.end();
  };
  // Notes of others, so that transactions begin and end in every order.
  const noise = async () => {
    const connection = new pg.Client({ connectionString: world.url });
    await connection.connect();
    while (!isOver) {
      await connection.query(
        `BEGIN; UPDATE "User" SET "name" = "name" WHERE "id" = '${world.other.templateUserId}'`,
      );
      await sleep(Math.random() * 40);
      await connection.query("COMMIT");
      await sleep(Math.random() * 10);
    }
    await connection.end();
  };
  const reader = async (node: Lookup, digest: Buffer) => {
    while (committed === 0) await sleep(1);
    while (!isOver) {
      const before = committed;
      const found = await node.find(digest, null);
      const versions = new Set(versionsOf(found!));
      const [version] = [...versions];
      expect([...versions]).toEqual([version]);
      expect(version).toBeGreaterThanOrEqual(before);
      expect(version).toBeLessThanOrEqual(begun);
      expect(undone).not.toContain(version);
      answers += 1;
      seen.add(version!);
      if (Math.random() < 0.3) await sleep(Math.random() * 5);
    }
  };
  const stop = sleep(seconds * 1_000).then(() => {
    isOver = true;
  });
  const readers = nodes.flatMap((node) =>
    digests.flatMap((digest) => [reader(node, digest), reader(node, digest)]),
  );
  try {
    await Promise.all([writer(), noise(), ...readers]);
  } finally {
    isOver = true;
    await stop;
  }
  if (process.env.KEYDESK_VERSIONS_SECONDS !== undefined) console.log({ answers, begun, seen: seen.size });
  expect(answers).toBeGreaterThan(20);
  expect(seen.size).toBeGreaterThan(1);
}, 400_000);
