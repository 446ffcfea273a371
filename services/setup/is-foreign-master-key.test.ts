import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { currentCheckpoint } from "@/services/audit/log/current-checkpoint";
import { createKeyring } from "@/services/keys/keyring";
import { isForeignMasterKey } from "@/services/setup/is-foreign-master-key";
import { sealAll } from "@/services/testing/audit-log";
import { testKeys } from "@/services/testing/context";
import { openWorld } from "@/services/testing/open-world";
import { makeToken } from "@/services/testing/tokens";

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("another master key is noticed from the first signed checkpoint on, the own one never refused", async () => {
  const other = createKeyring(randomBytes(32));
  expect(await isForeignMasterKey(world.db, other)).toBe(false);
  await makeToken(world.acme);
  await sealAll(world);
  expect(
    await currentCheckpoint(world.acme.administrator.context, world.acme.accountId, {
      atLeast: 1,
      now: world.clock.now,
    }),
  ).not.toBeNull();
  expect(await isForeignMasterKey(world.db, other)).toBe(true);
  expect(await isForeignMasterKey(world.db, testKeys)).toBe(false);
});
