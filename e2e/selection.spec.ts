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

test("a selection lets go of a token of another page that was deleted meanwhile, when its action is refused", async ({
  page,
  world,
  as,
  product,
}) => {
  for (let i = 10; i < 37; i++) await makeToken(world, `Token ${i}`);
  await as(world.administrator);
  await page.goto(`${apiAccess}?sort=name&dir=asc&per=25`);
  await rowOf(page, "Token 10").getByRole("checkbox").check();
  await page.getByRole("button", { name: "Next" }).click();
  await rowOf(page, "Token 36").getByRole("checkbox").check();
  const { id } = await product.db.token.findFirstOrThrow({
    where: { accountId: world.accountId, name: "Token 10" },
  });
  expect((await deleteToken(await personOf(world.operator, world), { tokenId: id })).ok).toBe(true);
  const bar = page.getByRole("toolbar", { name: "Actions on the selection" });
  await expect(bar).toContainText("2 selected");
  await bar.getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText("“Token 10” is deleted")).toBeVisible();
  await expect(page.getByText("1 selected token is gone")).toBeVisible();
  await expect(bar).toContainText("1 selected");
  await bar.getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText("Disabled 1 token")).toBeVisible();
});

test("who deletes selected tokens is not told again that they left the selection", async ({
  page,
  world,
  as,
}) => {
  for (const name of ["Deleted", "Revoked", "Kept"]) await makeToken(world, name);
  await as(world.administrator);
  await page.goto(apiAccess);
  for (const name of ["Deleted", "Kept"]) await rowOf(page, name).getByRole("checkbox").check();
  const bar = page.getByRole("toolbar", { name: "Actions on the selection" });
  await page.getByRole("button", { name: "Actions for Deleted" }).click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("alertdialog").getByText("It was not used").waitFor();
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete token" }).click();
  // It would be told just before the selection lets go.
  const told = page.getByText(/selected tokens? (is|are) gone/);
  await expect(bar).toContainText("1 selected");
  expect(await told.count()).toBe(0);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Revoke all tokens…" }).click();
  await page.getByRole("alertdialog").getByRole("textbox").fill("2");
  await page.keyboard.press("Enter");
  await expect(bar).toHaveCount(0);
  expect(await told.count()).toBe(0);
  await expect(page.getByText("Revoked all 2 tokens")).toBeVisible();
});
