import { editPath } from "@/e2e/support/account";
import { expect, test } from "@/e2e/support/fixtures";
import { untilHydrated } from "@/e2e/support/hydrated";
import { createApiClient } from "@/services/api-clients/create";

/* A form that was opened before somebody else changed the same thing: what it did not change stays as the other left it. */

test("plan and limits: what an operator leaves alone in the form stays as the command line set it meanwhile", async ({
  page,
  world,
  as,
  product,
}) => {
  await as(world.operator);
  await page.goto("/account/limits");
  await page.getByRole("button", { name: "Change plan and limits" }).click();
  const dialog = page.getByRole("dialog", { name: "Change plan and limits" });
  await dialog.getByLabel("Calls a minute").fill("77");
  const where = { id: world.accountId };
  await product.db.account.update({ where, data: { plan: "community", licensedAssets: 12 } });
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText(`Changed plan and limits of ${world.accountName}`)).toBeVisible();
  expect(await product.db.account.findUniqueOrThrow({ where })).toMatchObject({
    plan: "community",
    licensedAssets: 12,
    requestsPerMinute: 77,
  });
});

test("permissions: a form from before one was taken away is refused, and reopened shows the present ones", async ({
  page,
  world,
  as,
  product,
}) => {
  const where = { userId_accountId: { userId: world.templateUser.id, accountId: world.accountId } };
  await product.db.membership.update({ where, data: { permissions: ["billing:write", "reports:read"] } });
  await as(world.administrator);
  await page.goto("/users/templates");
  const row = page.getByRole("row", { name: new RegExp(world.templateUser.name) });
  const open = async () => {
    await row.getByRole("button").last().click();
    await page.getByRole("menuitem", { name: "Permissions…" }).click();
    const permissions = page.getByRole("textbox", { name: /^Permissions/ });
    await permissions.fill("tickets:read");
    await permissions.press("Enter");
  };
  await open();
  await product.db.membership.update({ where, data: { permissions: ["reports:read"] } });
  const save = page.getByRole("button", { name: "Save permissions" });
  for (let time = 1; time <= 2; time++) {
    await save.click();
    await expect(page.getByRole("dialog")).toContainText("Somebody changed these permissions meanwhile");
    await expect(save).toBeEnabled();
  }
  expect((await product.db.membership.findUniqueOrThrow({ where })).permissions).toEqual(["reports:read"]);

  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  const question = page.getByRole("alertdialog");
  if (await question.isVisible()) await question.getByRole("button", { name: /Discard|Close/ }).click();
  await expect(row.getByText("billing:write")).toHaveCount(0);
  await open();
  await save.click();
  await expect(row.getByText("reports:read, tickets:read")).toBeVisible();
});

test("organizations and API clients: a new name leaves the description and the notes that somebody else wrote", async ({
  page,
  world,
  as,
  product,
}) => {
  const made = await createApiClient(
    product.context,
    { name: "Provisioning", notes: "" },
    { accountId: world.accountId },
  );
  if (!made.ok) throw new Error(made.refusal.message);
  await as(world.administrator);
  await page.goto(editPath(world));
  await untilHydrated(page.getByRole("button", { name: "Save changes" }));
  await page.getByLabel("Name", { exact: true }).fill("Renamed branch");
  const organization = { id: world.organization.id };
  await product.db.organization.update({ where: organization, data: { description: "By somebody else" } });
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Renamed branch is saved")).toBeVisible();
  expect(await product.db.organization.findUniqueOrThrow({ where: organization })).toMatchObject({
    name: "Renamed branch",
    description: "By somebody else",
  });

  await page.goto("/account/clients");
  await page.getByRole("button", { name: "Actions for Provisioning" }).click();
  await page.getByRole("menuitem", { name: /^Edit/ }).click();
  const dialog = page.getByRole("dialog", { name: "Edit API client" });
  await dialog.getByLabel("Name").fill("Renamed client");
  const client = { id: made.value.id };
  await product.db.apiClient.update({ where: client, data: { notes: "By somebody else" } });
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Saved Renamed client")).toBeVisible();
  expect(await product.db.apiClient.findUniqueOrThrow({ where: client })).toMatchObject({
    name: "Renamed client",
    notes: "By somebody else",
  });
});
