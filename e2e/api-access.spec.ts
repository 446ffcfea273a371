import { apiAccess, makeToken, rowOf } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";
import { openProduct } from "@/e2e/support/product";
import { createWorld } from "@/e2e/support/world";

test("the grid filters while one types, the address is the view, and Back undoes", async ({
  page,
  world,
  as,
}) => {
  await makeToken(world, "Nightly sync");
  await makeToken(world, "Billing run", { notes: "monthly" });
  await as(world.administrator);
  await page.goto(apiAccess);
  const search = page.getByRole("textbox", { name: "Search tokens" });
  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await search.pressSequentially("month", { delay: 30 });
  await expect(rowOf(page, "Nightly sync")).toHaveCount(0);
  await expect(rowOf(page, "Billing run")).toBeVisible();
  await expect(page).toHaveURL(/[?&]q=month/);
  await search.fill("nobody is called so");
  await expect(page.getByRole("heading", { name: "No match" })).toBeVisible();
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await expect(rowOf(page, "Nightly sync")).toBeVisible();

  await page.getByRole("button", { name: "Status not deleted" }).click();
  await page.getByRole("checkbox", { name: "Disabled" }).check();
  await expect(page.getByRole("heading", { name: "No match" })).toBeVisible();
  await expect(page).toHaveURL(/status=disabled/);
  await page.keyboard.press("Escape");
  await page.goBack();
  await expect(rowOf(page, "Nightly sync")).toBeVisible();
});

test("Back to a list that was left before its rows came shows those of its address", async ({
  page,
  world,
  as,
}) => {
  await makeToken(world, "Nightly sync");
  await makeToken(world, "Billing run");
  await as(world.administrator);
  await page.goto(apiAccess);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/[?&]q=Night/, async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  await page.getByRole("textbox", { name: "Search tokens" }).fill("Night");
  await expect(page).toHaveURL(/[?&]q=Night/);
  await page.getByRole("link", { name: "Nightly sync" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Nightly sync" })).toBeVisible();
  release();
  await page.goBack();
  await expect(page.getByRole("textbox", { name: "Search tokens" })).toHaveValue("Night");
  await expect(rowOf(page, "Billing run")).toHaveCount(0);
  await expect(rowOf(page, "Nightly sync")).toBeVisible();
});

test("a pasted token finds its row, also in a whole header, and never becomes part of an address", async ({
  page,
  world,
  as,
}) => {
  const { secret, id } = await makeToken(world, "Nightly sync");
  await makeToken(world, "Billing run");
  const urls: string[] = [];
  page.on("request", (request) => urls.push(request.url()));
  await as(world.administrator);
  await page.goto(apiAccess);
  const search = page.getByRole("textbox", { name: "Search tokens" });
  for (const text of [secret, `Authorization: Impersonation ${secret}`]) {
    await search.fill(text);
    await expect(page.getByText("The secret you pasted belongs to Nightly sync.")).toBeVisible();
    await expect(rowOf(page, "Billing run")).toHaveCount(0);
    await expect(search).toHaveValue("");
    await expect(page).toHaveURL(new RegExp(`ids=${id}`));
    await page.getByRole("button", { name: "Show all tokens" }).click();
    await expect(rowOf(page, "Billing run")).toBeVisible();
  }
  // Letter by letter: nothing of the secret may slip out before it is whole.
  await search.pressSequentially(secret, { delay: 15 });
  await expect(page.getByText("The secret you pasted belongs to Nightly sync.")).toBeVisible();
  await page.getByRole("button", { name: "Show all tokens" }).click();

  await search.fill(secret.slice(0, -1));
  await page.waitForTimeout(600);
  expect(page.url()).not.toContain("q=");
  await search.fill(`${secret.slice(0, -1)}${secret.endsWith("a") ? "b" : "a"}`);
  await expect(page.getByText("No token of this account has this secret.")).toBeVisible();
  const needle = secret.slice(12, 20);
  expect([...urls, page.url()].filter((url) => url.includes(needle))).toEqual([]);
});

test("a pasted token of another account is not found", async ({ page, world, as }) => {
  const { secret } = await makeToken(await createWorld(), "Foreign");
  await makeToken(world, "Nightly sync");
  await as(world.administrator);
  await page.goto(apiAccess);
  await page.getByRole("textbox", { name: "Search tokens" }).fill(secret);
  await expect(page.getByText("No token of this account has this secret.")).toBeVisible();
});

test("every sortable header sorts on the server, both ways", async ({ page, world, as }) => {
  await makeToken(world, "Beta", { expiresAt: new Date(Date.now() + 5 * 86_400_000) });
  await makeToken(world, "Alpha");
  await as(world.administrator);
  await page.goto(apiAccess);
  const names = () => page.getByRole("row").getByRole("link").allInnerTexts();
  const header = page.getByRole("columnheader", { name: "Token name" });
  await header.getByRole("button").click();
  await expect(header).toHaveAttribute("aria-sort", "ascending");
  await expect.poll(names).toEqual(["Alpha", "Beta"]);
  await header.getByRole("button").click();
  await expect(header).toHaveAttribute("aria-sort", "descending");
  await expect.poll(names).toEqual(["Beta", "Alpha"]);
  for (const column of ["Created by", "Created", "Last used"]) {
    const other = page.getByRole("columnheader", { name: column, exact: true });
    await other.getByRole("button").click();
    await expect(other).toHaveAttribute("aria-sort", /ascending|descending/);
    await expect(rowOf(page, "Alpha")).toBeVisible();
  }
});

test("pages: first, next, last, and back to the first", async ({ page, world, as }) => {
  test.slow();
  for (let index = 0; index < 60; index++) await makeToken(world, `Token ${String(index).padStart(2, "0")}`);
  await as(world.administrator);
  await page.goto(`${apiAccess}?per=25&sort=name&dir=asc`);
  const pages = page.getByRole("navigation", { name: "Pages" });
  await expect(pages).toContainText("1–25 of 60");
  await expect(pages.getByRole("button", { name: "Previous" })).toHaveAttribute("aria-disabled", "true");
  await pages.getByRole("button", { name: "Next" }).click();
  await expect(pages).toContainText("26–50 of 60");
  await expect(rowOf(page, "Token 25")).toBeVisible();
  await pages.getByRole("button", { name: "Last page" }).click();
  await expect(pages).toContainText("51–60 of 60");
  await expect(page).toHaveURL(/page=3/);
  await pages.getByRole("button", { name: "First page" }).click();
  await expect(pages).toContainText("1–25 of 60");
  await expect(page).not.toHaveURL(/page=/);

  // A selection spans pages and survives Refresh.
  await page.getByRole("checkbox", { name: "Select Token 00" }).check();
  await pages.getByRole("button", { name: "Next" }).click();
  await page.getByRole("checkbox", { name: "Select Token 30" }).check();
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText("2 selected")).toBeVisible();
  await pages.getByRole("button", { name: "Previous" }).click();
  await expect(page.getByRole("checkbox", { name: "Select Token 00" })).toBeChecked();
  await page.keyboard.press("Escape");
  await expect(page.getByText("2 selected")).toBeHidden();
});

test("an address that asks for what does not exist says what is wrong and leads back", async ({
  page,
  world,
  as,
  problems,
}) => {
  await makeToken(world, "Nightly sync");
  await as(world.administrator);
  for (const [search, words] of [
    ["?page=-1", "Page:"],
    ["?sort=evil", "Sorting:"],
    ["?status=imaginary", "Status:"],
    ["?per=7", "Rows per page:"],
  ] as const) {
    expect((await page.goto(`${apiAccess}${search}`))?.status(), search).toBe(422);
    await expect(page.getByRole("alert").filter({ hasText: words })).toBeVisible();
    await page.getByRole("link", { name: "Clear filters" }).click();
    await expect(rowOf(page, "Nightly sync")).toBeVisible();
  }
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("422")));
});

test("the keys of the grid: j, k, x, Enter, e, r, n and ?", async ({ page, world, as }) => {
  await makeToken(world, "Beta");
  await makeToken(world, "Alpha");
  await as(world.administrator);
  await page.goto(`${apiAccess}?sort=name&dir=asc`);
  const link = (name: string) => page.getByRole("link", { name, exact: true });
  await expect(link("Alpha")).toBeVisible();
  await page.keyboard.press("j");
  await expect(link("Alpha")).toBeFocused();
  await page.keyboard.press("j");
  await expect(link("Beta")).toBeFocused();
  await page.keyboard.press("k");
  await page.keyboard.press("x");
  await expect(page.getByRole("checkbox", { name: "Select Alpha" })).toBeChecked();
  await page.keyboard.press("Escape");
  await page.keyboard.press("e");
  await expect(
    page.getByRole("dialog", { name: "Edit token" }).getByLabel("Name", { exact: true }),
  ).toHaveValue("Alpha");
  // A dialog that is closing still has the keys: it gives the focus back at its end.
  const close = async () => {
    await page.keyboard.press("Escape");
    await expect(link("Alpha")).toBeFocused();
  };
  await close();
  await page.keyboard.press("r");
  await expect(page.getByRole("dialog", { name: "Rotate token" })).toContainText("Alpha");
  await close();
  await page.keyboard.press("n");
  await expect(page.getByRole("dialog", { name: "Generate API token" })).toBeVisible();
  await close();
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Generate API token");
  await close();
  await page.keyboard.press("j");
  await expect(link("Beta")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Beta");
});

test("right-click offers the row's actions; columns are chosen in the address", async ({
  page,
  world,
  as,
}) => {
  await makeToken(world, "Nightly sync");
  await as(world.administrator);
  await page.goto(apiAccess);
  await rowOf(page, "Nightly sync").click({ button: "right" });
  await expect(page.getByRole("menu").getByRole("menuitem")).toHaveText([
    "Open",
    /^Rotate…/,
    /^Edit…/,
    "Disable",
    "Delete…",
  ]);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Notes" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Expires" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("columnheader", { name: "Notes" })).toHaveCount(0);
  await expect(page.getByRole("columnheader", { name: "Expires" })).toBeVisible();
  await expect(page).toHaveURL(/cols=/);
});

test("the figures above the grid are filters for exactly what they count", async ({ page, world, as }) => {
  await makeToken(world, "Ends soon", { expiresAt: new Date(Date.now() + 3 * 86_400_000) });
  await makeToken(world, "Stays");
  await as(world.administrator);
  await page.goto(apiAccess);
  await page.getByRole("link", { name: "1 expire within 14 days" }).click();
  await expect(rowOf(page, "Stays")).toHaveCount(0);
  await expect(rowOf(page, "Ends soon")).toContainText("expires in");
  await page.getByRole("link", { name: "2 active" }).click();
  await expect(rowOf(page, "Stays")).toBeVisible();
});

test("names that could mislead or break are shown as they are", async ({ page, world, as }) => {
  const names = ["<img src=x onerror=alert(1)>", "=HYPERLINK(1)", "🔑".repeat(200), "مفتاح الليل"];
  for (const name of names) await makeToken(world, name);
  await as(world.administrator);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(apiAccess);
  for (const name of names) await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.getByRole("link", { name: names[2]!, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(names[2]!);
  expect(await overflow()).toBeLessThanOrEqual(0);
});

test("where there is no template user, the form says what to do first and leads there", async ({
  page,
  world,
  as,
}) => {
  const { db } = openProduct();
  await db.account.update({ where: { id: world.accountId }, data: { plan: "community" } });
  await db.user.update({ where: { id: world.templateUser.id }, data: { disabledAt: new Date() } });
  await as(world.administrator);
  await page.goto(apiAccess);
  await page.getByRole("button", { name: "Generate API token" }).first().click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("textbox")).toHaveCount(0);
  await dialog.getByRole("link", { name: "Create a template user" }).click();
  await expect(page.getByRole("button", { name: "New template user" })).toBeVisible();
});
