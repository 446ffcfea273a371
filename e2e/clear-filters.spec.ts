import type { Page } from "@playwright/test";
import { apiAccess, makeToken, rowOf } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";

/** What of the page's live regions a screen reader says is there now. */
const said = (page: Page, words: RegExp) => page.getByRole("status").filter({ hasText: words });

test("clearing a list's filters by keyboard leaves the focus in its search, and tells how many rows there are now", async ({
  page,
  world,
  as,
}) => {
  for (const name of ["Nightly sync", "Billing run", "Weekly sync"]) await makeToken(world, name);
  await as(world.administrator);
  const search = page.getByRole("textbox", { name: "Search tokens" });

  await page.goto(`${apiAccess}?q=sync`);
  await expect(rowOf(page, "Billing run")).toHaveCount(0);
  await page.getByRole("button", { name: "Clear all", exact: true }).press("Enter");
  await expect(search).toBeFocused();
  await expect(rowOf(page, "Billing run")).toBeVisible();
  await expect(said(page, /^3 rows$/)).toHaveCount(1);
  await expect(search).toBeFocused();

  await page.goto(`${apiAccess}?q=nobody`);
  await page.getByRole("button", { name: "Clear all filters" }).press("Enter");
  await expect(rowOf(page, "Billing run")).toBeVisible();
  await expect(search).toBeFocused();
  await expect(said(page, /^3 rows$/)).toHaveCount(1);

  const { id } = await makeToken(world, "Pasted");
  await page.goto(`${apiAccess}?ids=${id}`);
  await page.getByRole("button", { name: "Show all tokens" }).press("Enter");
  await expect(rowOf(page, "Billing run")).toBeVisible();
  await expect(search).toBeFocused();
});

test("clearing the audit list's filters by keyboard leaves the focus in its search, and tells how many events there are now", async ({
  page,
  world,
  as,
  problems,
}) => {
  await makeToken(world, "Nightly sync");
  await as(world.administrator);
  const search = page.getByRole("textbox", { name: "Search the audit trail" });
  const rows = page.getByRole("table", { name: "Audit events" }).locator("tbody tr");
  for (const [path, role, name] of [
    ["/audit?outcome=refused", "button", "Clear all"],
    ["/audit?outcome=refused", "link", "Clear all filters"],
    ["/audit?outcome=nothing", "link", "Clear all filters"],
  ] as const) {
    await page.goto(path);
    await expect(rows).toHaveCount(0);
    await page.getByRole(role, { name, exact: true }).press("Enter");
    await expect(rows.first()).toBeVisible();
    await expect(search, `${name} of ${path}`).toBeFocused();
    await expect(said(page, new RegExp(`^${await rows.count()} events?$`))).toHaveCount(1);
  }
  // The browser itself reports the address that asks for an unknown outcome.
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("422")));
});

test("clearing an address that a list cannot show leads to that list, with the focus in its search", async ({
  page,
  world,
  as,
  problems,
}) => {
  await makeToken(world, "Nightly sync");
  await as(world.administrator);
  for (const [path, label] of [
    [apiAccess, "Search tokens"],
    ["/audit/inventory", "Search the inventory"],
  ] as const) {
    await page.goto(`${path}?page=-1`);
    await page.getByRole("link", { name: "Clear filters" }).press("Enter");
    await expect(page.getByRole("textbox", { name: label })).toBeFocused();
    await expect(page).toHaveURL(new RegExp(`${path}$`));
  }
  // The browser itself reports those addresses.
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("422")));
});

test("every list that is cut by number says what is wrong with a page that cannot be, and leads back", async ({
  page,
  world,
  as,
  problems,
}) => {
  await as(world.administrator);
  for (const path of [
    "/users",
    "/users/templates",
    "/organizations",
    "/reviews",
    apiAccess,
    "/audit/inventory",
  ])
    for (const wrong of ["9999999", "0", "99999999"]) {
      const answer = await page.goto(`${path}?page=${wrong}`);
      expect(answer?.status(), path).toBe(422);
      await expect(page.getByRole("alert").filter({ hasText: "asks for something" })).toContainText(
        "Page: The page must be a whole number from 1 to 1,000,000",
      );
      await expect(page.getByRole("heading", { level: 1 })).not.toContainText("does not exist");
    }
  await page.goto("/organizations?page=9999999");
  await page.getByRole("link", { name: "Clear filters" }).press("Enter");
  await expect(page.getByRole("link", { name: world.organization.name })).toBeVisible();
  await expect(page).toHaveURL(/\/organizations$/);
  // Beyond the end, though there could be such a page, is the last one.
  await page.goto("/organizations?page=1000000");
  await expect(page.getByRole("link", { name: world.organization.name })).toBeVisible();
  // The browser itself reports those addresses.
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("422")));
});

test("a filter that waits under More stays in its place when it is cleared by keyboard", async ({
  page,
  world,
  as,
}) => {
  await makeToken(world, "Nightly sync");
  await as(world.administrator);
  await page.goto(`${apiAccess}?expiring=never`);
  const filter = page.getByRole("button", { name: /^Expir/ });
  await filter.press("Enter");
  await page.getByRole("button", { name: /^Clear expir/i }).press("Enter");
  await expect(page).not.toHaveURL(/expiring/);
  await page.keyboard.press("Escape");
  await expect(filter).toBeFocused();
});

test.describe("with a finger", () => {
  test.use({ ownContext: true, viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test("clearing a list's filters leaves the focus beside the search, so that no keyboard covers the rows", async ({
    page,
    world,
    as,
  }) => {
    await makeToken(world, "Nightly sync");
    await as(world.administrator);
    await page.goto(`${apiAccess}?q=nobody`);
    await page.getByRole("button", { name: "Clear all filters" }).tap();
    await expect(rowOf(page, "Nightly sync")).toBeVisible();
    await expect(page.getByRole("button", { name: "Filters", exact: true })).toBeFocused();
  });
});
