import { apiAccess, choose, makeToken, rowOf } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";
import { signInAs } from "@/e2e/support/sign-in";
import { createWorld } from "@/e2e/support/world";

test("a page says that somebody else signed in beside it, and its links lead into their frame", async ({
  page,
  context,
  world,
  as,
}) => {
  const other = await createWorld();
  await as(world.administrator);
  await page.goto("/account/clients");
  await page.getByRole("button", { name: "Create API client" }).first().click();
  const form = page.getByRole("dialog", { name: "Create API client" });
  await form.getByLabel("Name", { exact: true }).fill("Meant as Anna");
  await signInAs(context, other.operator, other.accountId);
  const beside = await context.newPage();
  await beside.goto("/users");
  const said = page.getByText(`This page is still of ${world.accountName}`);
  await expect(said).toBeVisible();
  await form.getByRole("button", { name: "Create API client" }).click();
  await expect(form.getByRole("alert")).toContainText("Nothing was done");
  await page.keyboard.press("Escape");
  await page.getByRole("navigation").getByRole("link", { name: "Organizations" }).click();
  await expect(page.getByRole("button", { name: `${other.operator.name}: your menu` })).toBeVisible();
  await expect(page.getByText(other.accountName).first()).toBeVisible();
  await expect(said).toHaveCount(0);
});

// Until then the dialog asks for a moment's patience.
const lookedUp = "It was not used in the last 7 days.";

test("a token that another tab deleted leaves the list when the dialog that found it gone is closed", async ({
  page,
  context,
  world,
  as,
}) => {
  await as(world.administrator);
  const beside = await context.newPage();
  for (const action of ["Edit", "Delete"]) {
    const name = `Deleted before ${action}`;
    await makeToken(world, name);
    await page.goto(apiAccess);
    await choose(page, name, new RegExp(`^${action}`));
    const dialog = page.getByRole(action === "Edit" ? "dialog" : "alertdialog");
    if (action === "Edit") await dialog.getByLabel("Name", { exact: true }).fill("Another name");
    else await expect(dialog).toContainText(lookedUp);
    await beside.goto(apiAccess);
    await choose(beside, name, /^Delete/);
    const deletion = beside.getByRole("alertdialog");
    await expect(deletion).toContainText(lookedUp);
    await deletion.getByRole("button", { name: "Delete token" }).click();
    await expect(beside.getByText(`Deleted ${name}`)).toBeVisible();

    await dialog.getByRole("button", { name: /^(Save changes|Delete token)$/ }).click();
    await expect(dialog).toContainText("The token is deleted.");
    await page.keyboard.press("Escape");
    await expect(rowOf(page, name)).toHaveCount(0);
  }
});
