import { personOf } from "@/e2e/authorisation/person-of";
import { apiAccess, makeToken, rowOf } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";
import { deleteToken } from "@/services/tokens/delete";
import { disableToken } from "@/services/tokens/disable";

test("a selection lets go of a token that somebody else deleted, and of no other that leaves the page", async ({
  page,
  world,
  as,
  product,
}) => {
  for (const name of ["Kept one", "Gone soon", "Moved off"]) await makeToken(world, name);
  await as(world.administrator);
  await page.goto(`${apiAccess}?status=active`);
  for (const name of ["Kept one", "Gone soon", "Moved off"])
    await rowOf(page, name).getByRole("checkbox").check();
  const bar = page.getByRole("toolbar", { name: "Actions on the selection" });
  await expect(bar).toContainText("3 selected");
  const idOf = async (name: string) =>
    (await product.db.token.findFirstOrThrow({ where: { accountId: world.accountId, name } })).id;
  const somebodyElse = await personOf(world.operator, world);
  const deleted = await deleteToken(somebodyElse, { tokenId: await idOf("Gone soon") });
  const disabled = await disableToken(somebodyElse, { tokenId: await idOf("Moved off") });
  expect([deleted.ok, disabled.ok]).toEqual([true, true]);
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(rowOf(page, "Moved off")).toHaveCount(0);
  await expect(bar).toContainText("2 selected");
  await expect(page.getByText("1 selected token is gone")).toBeVisible();
});
