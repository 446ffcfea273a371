import { afterAll, beforeAll, expect, test } from "vitest";
import { openSeedDatabase } from "@/scripts/cli/seed-command";
import { openWorld } from "@/services/testing/open-world";

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("a statement of a seed may take longer than those of pages, for which half a minute is the end", async () => {
  const db = openSeedDatabase(world.url);
  const sleep = 'SELECT 1 AS "one" FROM pg_sleep(32)';
  const [seeding, page] = await Promise.allSettled([
    db.$queryRawUnsafe(sleep),
    world.db.$queryRawUnsafe(sleep),
  ]).finally(() => db.$disconnect());
  expect(seeding).toEqual({ status: "fulfilled", value: [{ one: 1 }] });
  expect(page.status).toBe("rejected");
});
