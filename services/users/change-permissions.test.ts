import { expect, test } from "vitest";
import { openTenantPerTest } from "@/services/testing/tenant-per-test";
import { codeOf, unwrap } from "@/services/testing/tokens";
import { changePermissions } from "@/services/users/change-permissions";

const desk = openTenantPerTest();
const change = (permissions: string[], expected?: string[]) =>
  changePermissions(desk.admin(), {
    userId: desk.tenant.templateUserId,
    permissions,
    ...(expected && { expected }),
  });
const kept = async () =>
  (
    await desk.world.db.membership.findFirstOrThrow({
      where: { userId: desk.tenant.templateUserId },
      select: { permissions: true },
    })
  ).permissions;

test("a form from before somebody took a permission away does not bring it back", async () => {
  unwrap(await change(["billing:write", "reports:read"]));
  const shown = await kept();
  unwrap(await change(["reports:read"], shown));
  expect(codeOf(await change([...shown, "tickets:read"], shown))).toBe("conflict");
  expect(await kept()).toEqual(["reports:read"]);
  unwrap(await change(["reports:read", "tickets:read"], await kept()));
  expect(await kept()).toEqual(["reports:read", "tickets:read"]);
});

test("the order in which they are expected is all the same, and what is so already is no conflict", async () => {
  unwrap(await change(["billing:write", "reports:read"]));
  expect(unwrap(await change(["reports:read"], ["reports:read", "billing:write"])).changed).toBe(true);
  // Sent again after its answer was lost.
  expect(unwrap(await change(["reports:read"], ["reports:read", "billing:write"])).changed).toBe(false);
});

test("of many changes of one list at once one is made", async () => {
  const shown = await kept();
  const codes = await Promise.all(
    Array.from({ length: 8 }, async (_, i) => codeOf(await change([...shown, `part${i}:read`], shown))),
  );
  expect(codes.toSorted()).toEqual([...Array.from({ length: 7 }, () => "conflict"), "done"]);
});
