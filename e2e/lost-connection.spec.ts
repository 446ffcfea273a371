import type { Page } from "@playwright/test";
import { apiAccess, choose, makeToken, rowOf } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";
import { untilHydrated } from "@/e2e/support/hydrated";
import type { Product } from "@/e2e/support/product";
import { openSession } from "@/e2e/support/sign-in";
import { password, type World } from "@/e2e/support/world";
import { createApiClient } from "@/services/api-clients/create";

const offlineLines = (problem: string) => !/ERR_INTERNET_DISCONNECTED/.test(problem);

test("a dialog that closes without a connection keeps the page, which is refreshed when there is one again", async ({
  page,
  context,
  world,
  as,
  product,
  problems,
}) => {
  await as(world.administrator);
  await page.goto("/account/clients");
  await page.getByRole("button", { name: "Create API client" }).first().click();
  await expect(page.getByRole("dialog").getByLabel("Name", { exact: true })).toBeFocused();
  await context.setOffline(true);
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("There is no connection")).toBeVisible();
  await expect(page.getByRole("heading", { name: "API clients", exact: true })).toBeVisible();
  const { sessionId } = await openSession(world.administrator, world.accountId);
  const made = await createApiClient(
    { ...product.context, claim: { kind: "session", sessionId } },
    { name: "Made meanwhile", notes: "", requestKey: crypto.randomUUID() },
  );
  expect(made.ok).toBe(true);
  await context.setOffline(false);
  await expect(page.getByRole("link", { name: "Made meanwhile" })).toBeVisible();
  await expect(page.getByText("There is no connection")).toHaveCount(0);
  expect(problems.filter(offlineLines)).toEqual([]);
  problems.length = 0;
});

test("signing in and out without a connection says so, and what was typed stays", async ({
  page,
  context,
  world,
  as,
  problems,
}) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(world.administrator.email);
  await page.getByLabel("Password").fill(password);
  await context.setOffline(true);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "could not be reached" })).toBeVisible();
  await expect(page.getByLabel("E-mail")).toHaveValue(world.administrator.email);
  await context.setOffline(false);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("button", { name: /your menu/ })).toBeVisible();

  await context.setOffline(true);
  await page.getByRole("button", { name: /your menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByText("You may still be signed in")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await context.setOffline(false);
  await page.getByRole("button", { name: /your menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByText("You are signed out.")).toBeVisible();
  await as(world.administrator);
  expect(problems.filter(offlineLines)).toEqual([]);
  problems.length = 0;
});

test("what one click does says so when it did not get through", async ({
  page,
  context,
  world,
  as,
  product,
  problems,
}) => {
  await openSession(world.administrator, world.accountId);
  await product.db.membership.updateMany({
    where: { userId: world.member.id },
    data: { disabledAt: new Date() },
  });
  await as(world.administrator);
  await page.goto("/account/sessions");
  await context.setOffline(true);
  await page.getByRole("button", { name: /^End the session/, disabled: false }).click();
  const said = page.getByText("Keydesk could not be reached");
  await expect(said).toBeVisible();
  await context.setOffline(false);
  await page.goto("/users");
  await context.setOffline(true);
  await choose(page, world.member.name, /^Enable$/);
  await expect(said).toBeVisible();
  expect(problems.filter(offlineLines)).toEqual([]);
  problems.length = 0;
});

/** As an administrator does it from elsewhere. */
const endSessions = ({ db }: Product, { administrator }: World) =>
  db.session.updateMany({ where: { userId: administrator.id }, data: { endedAt: new Date() } });

test("a session that ends while a form is filled costs nothing that was typed", async ({
  page,
  context,
  world,
  as,
  product,
}) => {
  await as(world.administrator);
  await page.goto("/account/clients");
  const { form, send } = await fillClient(page, "Typed before");
  await endSessions(product, world);
  await send();
  const asked = page.getByRole("dialog", { name: "You are signed out" });
  const opened = context.waitForEvent("page");
  await asked.getByRole("link", { name: "Sign in in a new tab" }).click();
  const beside = await opened;
  await beside.getByLabel("E-mail").fill(world.administrator.email);
  await beside.getByLabel("Password").fill(password);
  await beside.getByRole("button", { name: "Sign in" }).click();
  await expect(beside.getByRole("button", { name: /your menu/ })).toBeVisible();
  await asked.getByRole("button", { name: "Go on" }).click();
  await expect(page.getByRole("dialog", { name: "Store this client secret now" })).toBeVisible();
  await expect(form).toHaveCount(0);
  expect(
    await product.db.apiClient.count({ where: { accountId: world.accountId, name: "Typed before" } }),
  ).toBe(1);
});

test("a session that ends while a form of a page is filled, or rows are selected, takes neither away", async ({
  page,
  world,
  as,
  product,
}) => {
  await as(world.administrator);
  const goOn = async () => {
    const asked = page.getByRole("dialog", { name: "You are signed out" });
    await expect(asked).toBeVisible();
    await as(world.administrator);
    await asked.getByRole("button", { name: "Go on" }).click();
  };
  await page.goto(`/organizations/${world.organization.id}/edit`);
  await page.getByRole("textbox", { name: "Description" }).fill("What took a while to write");
  await endSessions(product, world);
  await page.getByRole("button", { name: "Save changes" }).click();
  await goOn();
  await expect(page.getByText("Headquarters is saved")).toBeVisible();
  const saved = await product.db.organization.findUniqueOrThrow({ where: { id: world.organization.id } });
  expect(saved.description).toBe("What took a while to write");

  await makeToken(world, "Selected");
  await page.goto(apiAccess);
  await page.getByRole("checkbox", { name: "Select Selected" }).check();
  await endSessions(product, world);
  await page.getByRole("toolbar").getByRole("button", { name: "Disable" }).click();
  await goOn();
  await expect(page.getByText("Disabled 1 token")).toBeVisible();
  await expect(page.getByRole("toolbar")).toContainText("1 selected");

  await page.goto(`${apiAccess}?q=Selected`);
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("button", { name: "Save this view…" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Those selected");
  await endSessions(product, world);
  await page.getByRole("button", { name: "Save view" }).click();
  await goOn();
  await expect(page.getByText("The view Those selected is saved")).toBeVisible();
});

test("a page that an older Keydesk made says that it is to be reloaded, in the desk and at the sign-in", async ({
  page,
  world,
  as,
  problems,
}) => {
  await as(world.administrator);
  await page.goto("/account/clients");
  const { form, send } = await fillClient(page, "Typed in an old page");
  // Its actions have names that this build does not know.
  await page.route("**/*", (route) => {
    const headers = route.request().headers();
    if (headers["next-action"] !== undefined) headers["next-action"] = `40${"a".repeat(40)}`;
    return route.continue({ headers });
  });
  await send();
  await expect(form.getByRole("alert")).toContainText("Keydesk was updated since this page was loaded");
  await expect(form.getByLabel("Name", { exact: true })).toHaveValue("Typed in an old page");
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(world.administrator.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "Keydesk was updated" })).toBeVisible();
  // The browser's own lines about the answers.
  expect(problems.filter((problem) => !/status of 4\d\d/.test(problem))).toEqual([]);
  problems.length = 0;
});

async function fillClient(page: Page, name: string) {
  await page.getByRole("button", { name: "Create API client" }).first().click();
  const form = page.getByRole("dialog", { name: "Create API client" });
  await form.getByLabel("Name", { exact: true }).fill(name);
  return { form, send: () => form.getByRole("button", { name: "Create API client" }).click() };
}

test("links, filters, search and pages keep the page while there is no connection", async ({
  page,
  context,
  world,
  as,
  problems,
}) => {
  for (const name of ["Nightly sync", "Billing run"]) await makeToken(world, name);
  await as(world.administrator);
  await page.goto(apiAccess);
  await untilHydrated(page.getByRole("button", { name: "Refresh" }));
  await context.setOffline(true);
  const said = page.getByText("There is no connection");
  const again = async () => {
    await expect(said).toBeVisible();
    await expect(page).toHaveURL(new RegExp(`${apiAccess}$`));
    await page.getByRole("button", { name: /^Dismiss/ }).click();
    await expect(said).toHaveCount(0);
  };
  await page.getByRole("link", { name: "Organizations", exact: true }).click();
  await again();
  await page.getByRole("link", { name: "Nightly sync" }).click();
  await again();
  await page.getByRole("button", { name: "Token name" }).click();
  await again();
  await page.getByRole("textbox", { name: "Search tokens" }).fill("sync");
  await again();
  await expect(rowOf(page, "Billing run")).toBeVisible();
  await context.setOffline(false);
  await page.getByRole("link", { name: "Nightly sync" }).click();
  await expect(page.getByRole("heading", { name: "Nightly sync" })).toBeVisible();
  expect(problems.filter(offlineLines)).toEqual([]);
  problems.length = 0;
});
