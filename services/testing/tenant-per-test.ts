import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Prisma } from "@/prisma/client/client";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { createTenant, type Tenant } from "@/services/testing/world";

/**
 * A world for a test file and a fresh tenant for each of its tests: call it once, at the top of the file. `world` and `tenant` are
 * there when tests run; the functions may be taken out of it at once.
 */
export function openTenantPerTest() {
  let world: OpenWorld;
  let tenant: Tenant;
  beforeAll(async () => {
    world = await openWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    tenant = await createTenant(world.db, world.clock, "Cleo Inc");
  });
  return {
    get world() {
      return world;
    },
    get tenant() {
      return tenant;
    },
    admin: () => tenant.administrator.context,
    inSeconds: (seconds: number) => new Date(world.clock.now.getTime() + seconds * 1000),
    secretsOf: (tokenId: string) =>
      world.db.tokenSecret.findMany({ where: { tokenId }, orderBy: { id: "asc" } }),
    rowOf: (id: string) => world.db.token.findUniqueOrThrow({ where: { id }, include: { activity: true } }),
    /** Moves facts of a token past the services, which only know the present. */
    alterToken: async (id: string, data: Prisma.TokenUncheckedUpdateInput) => {
      await world.db.token.update({ where: { id }, data });
    },
    lastEvent: (targetId: string) =>
      world.db.auditEvent.findFirstOrThrow({ where: { targetId }, orderBy: { id: "desc" } }),
  };
}
