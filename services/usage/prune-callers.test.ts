import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { closeConnection, openConnection } from "@/prisma/connection";
import { openWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";
import { pruneCallers } from "@/services/usage/prune-callers";
import { usageBounds } from "@/services/usage/usage-bounds";

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("of a token's callers the newest stay, and other tokens are left alone", async () => {
  const [one, other] = [await makeToken(world.acme), await makeToken(world.acme)];
  const secretId = uuidv7();
  const at = (minutes: number) => new Date(Date.UTC(2026, 5, 15, 10, minutes));
  const rows = (tokenId: string) =>
    Array.from({ length: usageBounds.callersPerTokenMax + 7 }, (_, i) => ({
      tokenId,
      secretId,
      ip: `192.0.2.${i}`,
      agent: "curl/8",
      firstSeenAt: at(0),
      lastSeenAt: at(i),
      total: 1n,
    }));
  await world.db.tokenCaller.createMany({ data: [...rows(one.id), ...rows(other.id)] });
  const connection = await openConnection(world.url, {
    applicationName: "test",
    connectMsMax: 5_000,
    statementMsMax: 5_000,
    settings: {},
  });
  expect(await pruneCallers(connection, [one.id])).toBe(7);
  expect(await pruneCallers(connection, [one.id])).toBe(0);
  closeConnection(connection);
  const left = await world.db.tokenCaller.findMany({
    where: { tokenId: one.id },
    orderBy: { lastSeenAt: "asc" },
  });
  expect(left[0]!.lastSeenAt).toEqual(at(7));
  expect(left).toHaveLength(usageBounds.callersPerTokenMax);
  expect(await world.db.tokenCaller.count({ where: { tokenId: other.id } })).toBe(
    usageBounds.callersPerTokenMax + 7,
  );
});
