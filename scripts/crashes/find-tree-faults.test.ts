import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findTreeFaults } from "@/scripts/crashes/find-tree-faults";
import { signLog } from "@/services/audit/log/sign-log";
import { plantEvents, sealAll, tamper } from "@/services/testing/audit-log";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";

let world: OpenWorld;
let client: pg.Client;
beforeAll(async () => {
  world = await openWorld();
  client = new pg.Client(world.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await world.close();
});

test("a whole log has no fault; an event, a hash, the edge, a leaf or a checkpoint that differs is told", async () => {
  const { accountId } = world.acme;
  const faults = () => findTreeFaults(client, accountId);
  expect(await faults()).toEqual([]);
  for (const count of [5, 300]) {
    await plantEvents(world, accountId, count);
    await sealAll(world);
    await signLog(world.cli, accountId, world.clock.now);
  }
  expect(await faults()).toEqual([]);
  const event = `"id" = (SELECT "eventId" FROM "AuditLeaf" WHERE "logId" = $1 AND "seq" = 3)`;
  await tamper(world, `UPDATE "AuditEvent" SET "actorName" = 'Zoé' WHERE ${event}`, [accountId]);
  expect(await faults()).toEqual([
    "event 3 has not the hash of what it says",
    "the tree's edge is not that of the log's events",
    "the checkpoint of 5 has not the root of its events",
    "the checkpoint of 305 has not the root of its events",
  ]);
  await tamper(world, `UPDATE "AuditEvent" SET "actorName" = 'Zoë' WHERE ${event}`, [accountId]);
  await tamper(world, `UPDATE "AuditTree" SET "size" = 304, "signedSize" = 5 WHERE "logId" = $1`, [
    accountId,
  ]);
  expect(await faults()).toEqual(["the tree has 304 leaves, and the log 305 events"]);
});
