import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import { apiAccess, choose, copySecret, makeToken, rowOf } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";
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

test("many at once: disable with Undo, set expiry, export, revoke with the count typed", async ({
  page,
  world,
  as,
  product,
  verify,
}) => {
  const tokens = [await makeToken(world, "One"), await makeToken(world, "Two")];
  await makeToken(world, "Three");
  await as(world.administrator);
  await page.goto(apiAccess);
  for (const { name } of tokens) await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  const bar = page.getByRole("toolbar", { name: "Actions on the selection" });
  await bar.getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText("Disabled 2 tokens")).toBeVisible();
  await expect(page.getByRole("switch", { name: "Enabled: One" })).not.toBeChecked();
  expect((await verify(tokens[0]!.secret)).verdict).toBe("disabled");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.getByText("Enabled 2 tokens")).toBeVisible();
  expect((await verify(tokens[0]!.secret)).verdict).toBe("valid");

  await bar.getByRole("button", { name: "Set expiry" }).click();
  const expiry = page.getByRole("dialog", { name: "Set the expiry of 2 tokens" });
  await expiry.getByRole("combobox").selectOption({ value: "days-7" });
  await expiry.getByRole("button", { name: "Set expiry" }).click();
  await expect(rowOf(page, "Two")).toContainText("expires in 6 days");
  await expect(rowOf(page, "Three")).not.toContainText("expires");

  const download = page.waitForEvent("download");
  await bar.getByRole("button", { name: "Export" }).click();
  const rows = parse(await readFile(await (await download).path(), "utf8"), { columns: true, bom: true });
  expect(rows).toHaveLength(2);

  await bar.getByRole("button", { name: "Revoke" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Revoke 2 tokens?" });
  await dialog.getByRole("textbox").fill("2");
  await dialog.getByRole("button", { name: "Revoke 2 tokens" }).click();
  await expect(page.getByText("Revoked 2 tokens")).toBeVisible();
  await expect(rowOf(page, "One")).toHaveCount(0);
  await expect(rowOf(page, "Three")).toBeVisible();
  expect((await verify(tokens[1]!.secret)).verdict).toBe("revoked");
  expect(await product.db.token.count({ where: { accountId: world.accountId, deletedAt: null } })).toBe(1);
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
  await page.keyboard.press("Escape");
  await expect(link("Alpha")).toBeFocused();
  await page.keyboard.press("r");
  await expect(page.getByRole("dialog", { name: "Rotate token" })).toContainText("Alpha");
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await expect(page.getByRole("dialog", { name: "Generate API token" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toContainText("Generate API token");
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(/Alpha|Beta/);
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

test("a switch whose request fails goes back and says so", async ({ page, world, as, problems }) => {
  await makeToken(world, "Nightly sync");
  await as(world.administrator);
  await page.goto(apiAccess);
  await page.route(`**${apiAccess}`, (route) =>
    route.request().method() === "POST" ? route.abort() : route.fallback(),
  );
  const toggle = page.getByRole("switch", { name: "Enabled: Nightly sync" });
  await toggle.click();
  await expect(page.getByText("Nightly sync may not have been changed")).toBeVisible();
  await expect(toggle).toBeChecked();
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("ERR_FAILED")));
});

test("a rotation in one tab refuses the stale one in another, with the reason", async ({
  page,
  context,
  world,
  as,
}) => {
  await makeToken(world, "Nightly sync");
  await as(world.administrator);
  const other = await context.newPage();
  await Promise.all([page.goto(apiAccess), other.goto(apiAccess)]);
  await choose(page, "Nightly sync", /^Rotate/);
  await page.getByRole("button", { name: "Rotate token" }).click();
  await copySecret(page, page.getByRole("dialog", { name: "Store the new secret now" }));
  await choose(other, "Nightly sync", /^Rotate/);
  await other.getByRole("button", { name: "Rotate token" }).click();
  await expect(other.getByRole("dialog", { name: "Rotate token" }).getByRole("alert")).toBeVisible();
});

test("with a grace period both secrets work; the token's page extends it and ends it", async ({
  page,
  world,
  as,
  verify,
}) => {
  const { secret: old } = await makeToken(world, "Nightly sync");
  await as(world.administrator);
  await page.goto(apiAccess);
  await choose(page, "Nightly sync", /^Rotate/);
  await page.getByRole("radio", { name: /^In 1 hour/ }).check();
  await page.getByRole("button", { name: "Rotate token" }).click();
  const dialog = page.getByRole("dialog", { name: "Store the new secret now" });
  const secret = await copySecret(page, dialog);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(rowOf(page, "Nightly sync")).toContainText("rotating until");
  expect((await verify(old)).verdict).toBe("valid");
  expect((await verify(secret)).verdict).toBe("valid");

  await page.getByRole("link", { name: "Nightly sync" }).click();
  const panel = page.getByRole("region", { name: "Rotation" });
  await expect(panel).toContainText(`New secret …${secret.slice(-4)}`);
  await expect(panel).toContainText(`Old secret …${old.slice(-4)}`);
  await panel.getByRole("button", { name: "Extend" }).click();
  await page.getByRole("radio", { name: /^7 days/ }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Extend" }).click();
  await expect(panel).toContainText("in 6 days");
  await panel.getByRole("button", { name: "Finish now" }).click();
  await page.getByRole("button", { name: "End the old secret" }).click();
  await expect(page.getByText("Ended the old secret of Nightly sync")).toBeVisible();
  await expect(panel).toHaveCount(0);
  expect((await verify(old)).verdict).toBe("revoked");
  expect((await verify(secret)).verdict).toBe("valid");
});

test("a grace period never outlives the token", async ({ page, world, as }) => {
  await makeToken(world, "Nightly sync", { expiresAt: new Date(Date.now() + 2 * 3_600_000) });
  await as(world.administrator);
  await page.goto(apiAccess);
  await choose(page, "Nightly sync", /^Rotate/);
  await expect(page.getByText("Both secrets work until the token expires.")).toHaveCount(2);
});

test("revoke all states the count, needs it typed and the password confirmed", async ({
  page,
  world,
  as,
  verify,
}) => {
  const { secret } = await makeToken(world, "One");
  await makeToken(world, "Two");
  await as(world.administrator);
  await page.goto(apiAccess);
  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Revoke all tokens…" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Revoke all tokens?" });
  await expect(dialog).toContainText("All 2 tokens of this account");
  const button = dialog.getByRole("button", { name: "Revoke all tokens" });
  await dialog.getByRole("textbox").fill("3");
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await dialog.getByRole("textbox").fill("2");
  await button.click();
  await expect(page.getByText("Revoked all 2 tokens")).toBeVisible();
  await expect(page.getByRole("heading", { name: "No tokens yet" })).toBeVisible();
  expect((await verify(secret)).verdict).toBe("revoked");
});

test("a token of another account, an unknown one and no id at all are not found alike", async ({
  page,
  world,
  as,
  problems,
}) => {
  const foreign = await makeToken(await createWorld(), "Foreign");
  await as(world.administrator);
  const texts: string[] = [];
  for (const id of [foreign.id, "018f3c1e-7b1a-7c3e-9d2b-000000000000", "nonsense"]) {
    expect((await page.goto(`${apiAccess}/${id}`))?.status()).toBe(404);
    texts.push(await page.getByRole("main").innerText());
  }
  expect(new Set(texts).size).toBe(1);
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("404")));
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
