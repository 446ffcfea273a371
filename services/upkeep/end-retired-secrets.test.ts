import { afterAll, beforeAll, expect, test } from "vitest";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { rotateToken } from "@/services/tokens/rotate";
import { endRetiredSecrets } from "@/services/upkeep/end-retired-secrets";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const run = (limit = 100) => world.db.$transaction((tx) => endRetiredSecrets.run(tx, world.clock.now, limit));

test("an hour after a grace period its secret is destroyed, with its ciphertext, as of the end of the period", async () => {
  const { context } = world.acme.administrator;
  const [key, beside] = [
    await makeToken(world.acme, { type: "api_key", name: "Rotated" }),
    await makeToken(world.acme, { name: "Beside" }),
  ];
  unwrap(await rotateToken(context, { tokenId: key.id, graceSeconds: 3600 }));
  unwrap(await rotateToken(context, { tokenId: beside.id, graceSeconds: 86_400 }));
  const retiresAt = new Date(world.clock.now.getTime() + 3_600_000);
  const ciphertexts = () => world.db.tokenSecretCiphertext.count({ where: { secret: { tokenId: key.id } } });
  world.clock.advance(7_200);
  expect(await run()).toBe(0);
  expect(await ciphertexts()).toBe(2);
  world.clock.advance(1);
  expect(await run()).toBe(1);
  expect(await run()).toBe(0);
  expect(await ciphertexts()).toBe(1);
  const secrets = await world.db.tokenSecret.findMany({
    where: { tokenId: { in: [key.id, beside.id] }, retiresAt: { not: null } },
    orderBy: { retiresAt: "asc" },
  });
  expect(secrets.map((secret) => [secret.tokenId, secret.destroyedAt])).toEqual([
    [key.id, retiresAt],
    [beside.id, null],
  ]);
});
