import { afterAll, beforeAll, expect, test } from "vitest";
import { findOrganizationByReference } from "@/services/organizations/find-by-reference";
import { type OpenWorld, openWorld } from "@/services/testing/open-world";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { createOrganization } from "@/services/testing/world";

let world: OpenWorld;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test("an organization is meant by its whole name, in any capitals, id or locator, and by no pattern", async () => {
  const { db, clock } = world;
  const { accountId } = world.acme;
  const id = await createOrganization(db, clock, accountId, "ProdX1");
  const foreign = await createOrganization(db, clock, world.other.accountId, "Elsewhere");
  const { locator } = await db.organization.findUniqueOrThrow({ where: { id } });
  const find = (reference: string | null) => findOrganizationByReference(db, accountId, reference);
  for (const reference of ["ProdX1", "PRODx1", id, id.toUpperCase(), locator]) {
    expect(unwrap(await find(reference))).toEqual({ id, name: "ProdX1" });
  }
  for (const reference of ["prod_1", "prod%", "%", "prodx", "prodx1\\", "Elsewhere", foreign]) {
    expect(codeOf(await find(reference))).toBe("not_found");
  }
  const refusal = await find(null);
  expect(refusal).toMatchObject({
    refusal: { code: "invalid_input", message: expect.stringContaining("ProdX1") },
  });
});
