import { afterAll, beforeAll, expect, test } from "vitest";
import { done } from "@/domain/result";
import { act } from "@/services/kernel/act";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { makeToken, unwrap } from "@/services/testing/tokens";
import { lockEvery } from "@/services/tokens/delete-every";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("all live tokens of the account are locked and counted, in as many pieces as it takes; those of another account are left free", async () => {
  const own: string[] = [];
  for (let i = 0; i < 5; i++) own.push((await makeToken(world.acme)).id);
  const foreign = (await makeToken(world.other)).id;
  const free = async () =>
    (
      await world.db.$queryRaw<{ id: string }[]>`
        SELECT "id" FROM "Token" WHERE "id" = ANY(${[...own, foreign]}::uuid[]) FOR UPDATE SKIP LOCKED`
    ).map((row) => row.id);
  for (const atOnce of [1, 2, 5, 20_000]) {
    const counted = await act(world.acme.administrator.context, "token.revoke_all", async (work) => {
      const count = await lockEvery(work, { personalOf: null }, atOnce);
      expect(await free()).toEqual([foreign]);
      // Twice in one transaction, as an action on two kinds of tokens would.
      expect(await lockEvery(work, { personalOf: null }, atOnce)).toEqual(count);
      return done(count);
    });
    expect(unwrap(counted)).toEqual({ count: 5, ofClients: 0 });
  }
});
