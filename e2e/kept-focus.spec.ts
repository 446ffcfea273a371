import type { Page } from "@playwright/test";
import { personOf } from "@/e2e/authorisation/person-of";
import { apiAccess, makeToken, rowOf } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";
import { openSession } from "@/e2e/support/sign-in";
import { inviteUser } from "@/services/users/invite";

const press = async (page: Page, name: string) => {
  await page.getByRole("button", { name, exact: true }).focus();
  await page.keyboard.press("Enter");
};

test("what takes its own row away leaves the focus on the row that took its place", async ({
  page,
  world,
  as,
}) => {
  await as(world.administrator);
  for (const name of ["Token A", "Token B", "Token C"]) await makeToken(world, name);
  await page.goto(`${apiAccess}?sort=name&dir=asc`);
  await press(page, "Actions for Token B");
  await page.getByRole("menuitem", { name: "Delete" }).press("Enter");
  await expect(page.getByRole("alertdialog")).toContainText("It was not used");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete token" }).press("Enter");
  await expect(rowOf(page, "Token B")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Actions for Token C" })).toBeFocused();

  const inviting = await personOf(world.administrator, world);
  for (const name of ["a", "b"])
    await inviteUser(inviting, { email: `${name}@example.com`, role: "member", permissions: [] });
  await page.goto("/users/invitations");
  const cancel = (email: string) => page.getByRole("button", { name: `Cancel the invitation of ${email}` });
  await cancel("a@example.com").press("Enter");
  await page.getByRole("button", { name: "Cancel invitation" }).press("Enter");
  await expect(cancel("a@example.com")).toHaveCount(0);
  await expect(cancel("b@example.com")).toBeFocused();
  // The last one goes with its list.
  await cancel("b@example.com").press("Enter");
  await page.getByRole("button", { name: "Cancel invitation" }).press("Enter");
  await expect(page.getByText("No open invitations")).toBeVisible();
  await expect(page.locator("#main")).toBeFocused();

  for (let i = 0; i < 2; i++) await openSession(world.administrator, world.accountId);
  await page.goto("/account/sessions");
  const ends = page.getByRole("button", { name: /^End the session/ });
  const count = await ends.count();
  // The first is the session at hand.
  await ends.last().press("Enter");
  await expect(ends).toHaveCount(count - 1);
  await expect(ends.last()).toBeFocused();
});

test("an action on a selection leaves the focus on its button, and on the row when the selection has gone", async ({
  page,
  world,
  as,
}) => {
  await as(world.administrator);
  await makeToken(world, "Token A");
  await page.goto(apiAccess);
  const bar = page.getByRole("toolbar", { name: "Actions on the selection" });
  const select = page.getByRole("checkbox", { name: "Select Token A" });
  await select.press("Space");
  await bar.getByRole("button", { name: "Disable" }).press("Enter");
  await expect(page.getByText("Disabled 1 token")).toBeVisible();
  await expect(bar.getByRole("button", { name: "Disable" })).not.toHaveAttribute("aria-disabled");
  await expect(bar.getByRole("button", { name: "Disable" })).toBeFocused();
  await bar.getByRole("button", { name: "Clear the selection" }).press("Enter");
  await expect(select).toBeFocused();
  await select.press("Space");
  await bar.getByRole("button", { name: "Revoke" }).press("Enter");
  await page.getByRole("alertdialog").getByRole("textbox").fill("1");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Revoked 1 token")).toBeVisible();
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(page.locator("body")).not.toBeFocused();
});

test("a link that leads to another page gives the focus to none of its controls", async ({
  page,
  world,
  as,
}) => {
  await as(world.administrator);
  await makeToken(world, "Token A");
  await page.goto(apiAccess);
  await page.getByRole("link", { name: "Token A" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Token A" })).toBeVisible();
  await expect(page.locator("body")).toBeFocused();
});
