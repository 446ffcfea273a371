import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { personOf } from "@/e2e/authorisation/person-of";
import { apiAccess, choose, copySecret, makeToken, rowOf } from "@/e2e/support/api-access";
import { axeFindingsInThemes, expect, test } from "@/e2e/support/fixtures";
import { createWorld } from "@/e2e/support/world";
import { createToken } from "@/services/tokens/create";

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

test("many get new secrets by keyboard: what cannot is named before, closing is held until all were downloaded", async ({
  page,
  world,
  as,
  product,
  verify,
}) => {
  const tokens = [await makeToken(world, "=One"), await makeToken(world, "Two")];
  await createToken(await personOf(world.administrator, world), { type: "personal", name: "Mine" });
  await as(world.administrator);
  await page.goto(apiAccess);
  for (const name of ["=One", "Two", "Mine"]) {
    await page.getByRole("checkbox", { name: `Select ${name}` }).press("Space");
  }
  const rotate = page
    .getByRole("toolbar", { name: "Actions on the selection" })
    .getByRole("button", { name: "Rotate" });
  await rotate.press("Enter");
  const form = page.getByRole("dialog", { name: "Rotate 2 tokens" });
  await expect(form.getByRole("listitem")).toHaveText(["Mine has a secret that only its owner may see"]);
  await expect(form.getByRole("radio", { name: /^Now/ })).toBeFocused();
  expect(await axeFindingsInThemes(page)).toEqual([]);
  await form.getByRole("button", { name: "Rotate 2 tokens" }).press("Enter");

  const dialog = page.getByRole("dialog", { name: "Store the 2 new secrets now" });
  const download = dialog.getByRole("button", { name: "Download all" });
  await expect(download).toBeFocused();
  const endRecord = await recordAnswers(page);
  expect(await axeFindingsInThemes(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(dialog.getByRole("alert")).toHaveText("You won't see these secrets again.");
  await dialog.getByRole("button", { name: "Keep it open" }).press("Enter");
  const done = dialog.getByRole("button", { name: "Done" });
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await dialog.getByRole("button", { name: "Copy the secret of Two" }).press("Enter");
  await expect(dialog).toContainText("1 not copied yet");
  await done.press("Enter");
  const file = page.waitForEvent("download");
  await download.press("Enter");
  const rows: Record<string, string>[] = parse(await readFile(await (await file).path(), "utf8"), {
    columns: true,
  });
  expect(rows.map(({ name }) => name).sort()).toEqual(["'=One", "Two"]);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    rows.find(({ name }) => name === "Two")!.secret,
  );
  await done.press("Enter");
  await expect(dialog).toHaveCount(0);
  await expect(rotate).toBeFocused();

  // The list that shows the new last four has come by now, and nothing that came since the one answer has more of them.
  await expect(rowOf(page, "Two")).toContainText(rows.find(({ name }) => name === "Two")!.secret!.slice(-4));
  await page.reload();
  await expect(rowOf(page, "Two")).toBeVisible();
  const answers = [...(await endRecord()), { type: "the page", text: await page.content() }];
  for (const { secret } of rows) {
    const last4 = secret!.slice(-4);
    const refreshes = answers.filter(({ text }) => text.includes(last4));
    expect(refreshes.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["text/x-component", "text/html; charset=utf-8", "the page"]),
    );
    for (const { text } of answers)
      for (const part of secret!.split("_").slice(2)) expect(text).not.toContain(part);
  }

  for (const { id, secret } of tokens) {
    const fresh = rows.find((row) => row.id === id)!.secret!;
    await expect(rowOf(page, id === tokens[0]!.id ? "=One" : "Two")).toContainText(fresh.slice(-4));
    expect((await verify(secret)).verdict).toBe("revoked");
    expect((await verify(fresh)).verdict).toBe("valid");
    const copies = { action: "token.secret_copied", targetId: id };
    await expect.poll(() => product.db.auditEvent.count({ where: copies })).toBe(1);
  }
});

type Answer = { readonly type: string; readonly text: string };

/**
 * Keeps what the desk answers the page from now on, files of the build apart; ends and gives it. Read on the way, as a browser forgets the
 * bodies of a page that it left.
 */
async function recordAnswers(page: Page): Promise<() => Promise<Answer[]>> {
  const answers: Answer[] = [];
  await page.route(/^(?!.*\/_next\/static\/)/, async (route) => {
    const response = await route.fetch();
    answers.push({ type: response.headers()["content-type"] ?? "", text: await response.text() });
    await route.fulfill({ response });
  });
  return async () => {
    await page.unrouteAll({ behavior: "ignoreErrors" });
    return answers;
  };
}

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
  await expect(rowOf(page, "Nightly sync")).toContainText(/rotating, ends in \d+ (hours?|minutes)/);
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

test("a token that is used while its deletion is asked about gets the question for its name", async ({
  page,
  world,
  as,
  product,
  verify,
}) => {
  const { id, secret } = await makeToken(world, "Nightly sync");
  await as(world.administrator);
  await page.goto(apiAccess);
  await choose(page, "Nightly sync", /^(Delete|Revoke)/);
  const dialog = page.getByRole("alertdialog", { name: "Delete Nightly sync?" });
  await expect(dialog).toContainText("It was not used in the last 7 days.");
  await expect(dialog.getByRole("textbox")).toHaveCount(0);
  await product.db.tokenActivity.update({
    where: { tokenId: id },
    data: { firstUsedAt: new Date(), lastUsedAt: new Date(), total: 1 },
  });
  await dialog.getByRole("button", { name: "Delete token" }).click();
  await expect(dialog).toContainText("It was used in the last 7 days");
  await dialog.getByLabel("Type Nightly sync to confirm").fill("Nightly sync");
  await dialog.getByRole("button", { name: "Delete token" }).click();
  await expect(page.getByText("Deleted Nightly sync")).toBeVisible();
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
