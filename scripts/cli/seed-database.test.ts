import { afterAll, beforeAll, expect, test } from "vitest";
import { createDatabase } from "@/prisma/client-factory";
import { openSeedDatabase } from "@/scripts/cli/seed-command";
import { openWorld } from "@/services/testing/open-world";

let world: Awaited<ReturnType<typeof openWorld>>;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("a statement of a seed may take longer than those of pages, for which half a minute is the end", async () => {
  const clients = [openSeedDatabase(world.url), createDatabase(world.url)];
  const bounds = await Promise.all(
    clients.map((db) => db.$queryRawUnsafe("SHOW statement_timeout").finally(() => db.$disconnect())),
  );
  expect(bounds.flat()).toEqual([{ statement_timeout: "1h" }, { statement_timeout: "30s" }]);
});
