import { readFile } from "node:fs/promises";
import type { Locator } from "@playwright/test";
import { parse } from "csv-parse/sync";
import { runPostman } from "@/api/testing/run-postman";
import { placeholder } from "@/domain/tokens/samples";
import { apiAccess, choose, copySecret, generate, makeToken, rowOf } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";

type Answer = { status: number; body: { permissions?: string[]; token?: { id: string } } };

async function whoami(apiUrl: string, authorization: string): Promise<Answer> {
  const response = await fetch(`${apiUrl}/api/v1.0/whoami`, { headers: { authorization } });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

test("ZO-01 a member neither sees nor reaches API access; an auditor looks and changes nothing", async ({
  page,
  world,
  as,
  problems,
}) => {
  const token = await makeToken(world, "Nightly sync");
  await as(world.member);
  await page.goto("/");
  await expect(page.getByRole("link", { name: "API access" })).toHaveCount(0);
  for (const path of [apiAccess, `${apiAccess}/${token.id}`]) {
    expect((await page.goto(path))?.status()).toBe(403);
    await expect(page.getByText("Nightly sync")).toHaveCount(0);
  }
  expect((await page.request.get(`${apiAccess}/export.csv`)).status()).toBe(403);

  await page.context().clearCookies();
  await as(world.auditor);
  await page.goto(apiAccess);
  await expect(rowOf(page, "Nightly sync")).toBeVisible();
  await expect(page.getByRole("button", { name: "Generate API token" })).toHaveCount(0);
  await expect(page.getByRole("switch")).toHaveCount(0);
  await page.getByRole("button", { name: "Actions for Nightly sync" }).click();
  await expect(page.getByRole("menuitem")).toHaveText(["Open"]);

  await page.context().clearCookies();
  await as(world.administrator);
  await page.goto("/");
  await page.getByRole("link", { name: "API access" }).click();
  await expect(page.getByRole("button", { name: "Generate API token" })).toBeVisible();
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("403")));
});

test("ZO-02 the grid shows name, notes, template user, creator, creation date, last use and the toggle", async ({
  page,
  world,
  as,
}) => {
  await makeToken(world, "Nightly sync", { notes: "Snowflake loader" });
  await as(world.administrator);
  await page.goto(apiAccess);
  for (const column of ["Token name", "Notes", "Acts as", "Created by", "Created", "Last used", "Enabled"])
    await expect(page.getByRole("columnheader", { name: column, exact: true })).toBeVisible();
  const row = rowOf(page, "Nightly sync");
  const today = await page.evaluate(() => new Date().toISOString());
  await expect(row).toContainText("Snowflake loader");
  await expect(row).toContainText(world.templateUser.name);
  await expect(row).toContainText("Command line");
  await expect(row.locator(`time[datetime^="${today.slice(0, 10)}"]`)).toBeVisible();
  await expect(row).toContainText("Never used");
  await expect(row.getByRole("switch", { name: "Enabled: Nightly sync" })).toBeChecked();
});

test("ZO-03 generate: user, name, notes, and a secret that is shown once", async ({ page, world, as }) => {
  await as(world.administrator);
  await page.goto(apiAccess);
  const dialog = await generate(page, world, "Nightly sync", "Snowflake loader");
  const secret = await copySecret(page, dialog);
  expect(secret).toMatch(/^IK_[0-9A-Za-z]{8}_[0-9A-Za-z]{36}$/);
  await dialog.getByRole("button", { name: "Done" }).click();
  const row = rowOf(page, "Nightly sync");
  await expect(row).toContainText("Snowflake loader");
  await expect(row).toContainText(`IK_…${secret.slice(-4)}`);
  expect(page.url()).not.toContain(secret.slice(12));
  expect(await page.content()).not.toContain(secret.slice(12));
  await row.getByRole("link", { name: "Nightly sync" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Nightly sync" })).toBeVisible();
  expect(await page.content()).not.toContain(secret.slice(12));
  await page.reload();
  expect(await page.content()).not.toContain(secret.slice(12));
});

test("ZO-04 Authorization: Impersonation acts with the user's permissions as they are now; Bearer does not", async ({
  page,
  world,
  as,
  product,
}) => {
  await as(world.administrator);
  await page.goto(apiAccess);
  const secret = await copySecret(page, await generate(page, world, "Nightly sync"));
  const first = await whoami(product.apiUrl, `Impersonation ${secret}`);
  expect(first).toMatchObject({ status: 200, body: { permissions: [...world.templateUser.permissions] } });
  await product.db.membership.update({
    where: { userId_accountId: { userId: world.templateUser.id, accountId: world.accountId } },
    data: { permissions: ["billing:read"] },
  });
  const second = await whoami(product.apiUrl, `Impersonation ${secret}`);
  expect(second).toMatchObject({ status: 200, body: { permissions: ["billing:read"] } });
  expect((await whoami(product.apiUrl, `Bearer ${secret}`)).status).toBe(401);
});

test("ZO-05 rotate regenerates the value and refuses the old one at once", async ({
  page,
  world,
  as,
  verify,
}) => {
  const { secret: old } = await makeToken(world, "Nightly sync");
  expect((await verify(old)).verdict).toBe("valid");
  await as(world.administrator);
  await page.goto(apiAccess);
  await choose(page, "Nightly sync", /^Rotate/);
  await expect(page.getByRole("radio", { name: /^Now/ })).toBeChecked();
  await page.getByRole("button", { name: "Rotate token" }).click();
  const dialog = page.getByRole("dialog", { name: "Store the new secret now" });
  await expect(dialog).toBeVisible();
  expect((await verify(old)).verdict).toBe("revoked");
  const secret = await copySecret(page, dialog);
  expect(secret).not.toBe(old);
  expect((await verify(secret)).verdict).toBe("valid");
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(rowOf(page, "Nightly sync")).toContainText(secret.slice(-4));
});

test("ZO-06 edit changes name or notes, and nothing else", async ({ page, world, as, product, verify }) => {
  const { id, secret } = await makeToken(world, "Nightly sync", { notes: "Snowflake loader" });
  const facts = () =>
    product.db.token.findUniqueOrThrow({
      where: { id },
      // A copy of the token, its name too.
      include: { secrets: { omit: { tokenFacts: true } } },
      omit: { name: true, notes: true, updatedAt: true },
    });
  const before = await facts();
  await as(world.administrator);
  await page.goto(apiAccess);
  await choose(page, "Nightly sync", /^Edit/);
  const form = page.getByRole("dialog", { name: "Edit token" });
  await form.getByLabel("Name", { exact: true }).fill("Weekly sync");
  await form.getByLabel("Notes", { exact: true }).fill("Ask Deniz first");
  await form.getByRole("button", { name: "Save changes" }).click();
  await expect(rowOf(page, "Weekly sync")).toContainText("Ask Deniz first");
  expect(await facts()).toEqual(before);
  expect((await verify(secret)).verdict).toBe("valid");
});

test("ZO-07 delete revokes access", async ({ page, world, as, verify }) => {
  const { secret } = await makeToken(world, "Nightly sync");
  expect((await verify(secret)).verdict).toBe("valid");
  await as(world.administrator);
  await page.goto(apiAccess);
  // Used a moment ago: its last use must be known before the dialog asks.
  await expect(async () => {
    await page.reload();
    await expect(rowOf(page, "Nightly sync")).not.toContainText("Never used", { timeout: 500 });
  }).toPass();
  await choose(page, "Nightly sync", /^Delete/);
  const dialog = page.getByRole("alertdialog", { name: "Delete Nightly sync?" });
  await expect(dialog).toContainText("used 1 time in the last hour from 1 address");
  const button = dialog.getByRole("button", { name: "Delete token" });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await dialog.getByRole("textbox").fill("Nightly sync");
  await button.click();
  await expect(page.getByText("Deleted Nightly sync")).toBeVisible();
  await expect(rowOf(page, "Nightly sync")).toHaveCount(0);
  expect((await verify(secret)).verdict).toBe("revoked");
});

test("ZO-08 the toggle disables and enables again, without changing the secret", async ({
  page,
  world,
  as,
  verify,
}) => {
  const { secret } = await makeToken(world, "Nightly sync");
  await as(world.administrator);
  await page.goto(apiAccess);
  const toggle = page.getByRole("switch", { name: "Enabled: Nightly sync" });
  await toggle.uncheck();
  await expect(page.getByText("Disabled Nightly sync")).toBeVisible();
  expect((await verify(secret)).verdict).toBe("disabled");
  await toggle.check();
  await expect(page.getByText("Enabled Nightly sync")).toBeVisible();
  expect((await verify(secret)).verdict).toBe("valid");
  await toggle.uncheck();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(toggle).toBeChecked();
  await expect(page.getByText("Enabled Nightly sync")).toBeVisible();
  expect((await verify(secret)).verdict).toBe("valid");
});

test("ZO-09 last used shows the last successful use; a refused one does not move it", async ({
  page,
  world,
  as,
  verify,
}) => {
  const { secret } = await makeToken(world, "Nightly sync");
  await as(world.administrator);
  await page.goto(apiAccess);
  await expect(rowOf(page, "Nightly sync")).toContainText("Never used");
  expect((await verify(secret, { ip: "10.9.8.7" })).verdict).toBe("valid");
  await expect(async () => {
    await page.getByRole("button", { name: "Refresh" }).click();
    await expect(rowOf(page, "Nightly sync")).toContainText("from 10.9.8.7", { timeout: 500 });
  }).toPass();
  const used = rowOf(page, "Nightly sync").locator("td", { hasText: "from 10.9.8.7" }).locator("time");
  const at = await used.getAttribute("datetime");
  await page.getByRole("switch", { name: "Enabled: Nightly sync" }).uncheck();
  await expect(page.getByText("Disabled Nightly sync")).toBeVisible();
  expect((await verify(secret, { ip: "10.1.1.1" })).verdict).toBe("disabled");
  await page.waitForTimeout(2000);
  await page.reload();
  await expect(used).toHaveAttribute("datetime", at ?? "");
});

test("ZO-10 export gives the token details as CSV, and Refresh brings the list up to date", async ({
  page,
  world,
  as,
}) => {
  await makeToken(world, "Nightly sync", { notes: 'Says "hello", =1+1\nsecond line' });
  await as(world.administrator);
  await page.goto(apiAccess);
  await expect(rowOf(page, "Nightly sync")).toBeVisible();
  await makeToken(world, "=Weekly sync");
  await expect(rowOf(page, "=Weekly sync")).toHaveCount(0);
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(rowOf(page, "=Weekly sync")).toBeVisible();

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export CSV" }).click();
  const file = await (await download).path();
  const text = await readFile(file, "utf8");
  const rows = parse(text, { columns: true, bom: true }) as Record<string, string>[];
  expect(rows).toHaveLength(2);
  const values = rows.map((row) => Object.values(row));
  expect(values.flat()).toContain("Nightly sync");
  expect(values.flat()).toContain('Says "hello", =1+1\nsecond line');
  // A spreadsheet must not take a name for a formula.
  expect(values.flat()).toContain("'=Weekly sync");
  expect(values.flat()).toContain(world.templateUser.name);
});

test("ZO-12 the base URL is shown, and a real runner runs both forms of the Postman files from the dialog", async ({
  page,
  world,
  as,
  product,
}) => {
  await as(world.administrator);
  await page.goto(apiAccess);
  await expect(page.getByText("Base URL")).toBeVisible();
  await expect(page.getByText(product.apiUrl, { exact: true })).toBeVisible();
  const dialog = await generate(page, world, "Nightly sync");
  const fileOf = async (place: Locator, button: string | RegExp) => {
    const download = page.waitForEvent("download");
    await place.getByRole("button", { name: button }).click();
    return readFile(await (await download).path(), "utf8");
  };
  const forms = [
    ["In the collection", "Impersonation {{apiKey}}"],
    ["In the environment", "{{apiKey}}"],
  ] as const;
  await dialog.getByRole("tab", { name: "Postman" }).click();
  for (const [form, header] of forms) {
    await dialog.getByRole("radio", { name: form }).check();
    const collection = await fileOf(dialog, "Collection");
    const environment = await fileOf(dialog, "Environment with this token");
    expect(JSON.parse(collection).item[0].request.header[0]).toMatchObject({
      key: "Authorization",
      value: header,
    });
    expect(await runPostman(collection, environment), form).toEqual([["Who am I", 200, true]]);
  }
  // A file with the secret was handed over, so the dialog lets go.
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toHaveCount(0);

  // The token's page never knows the secret: its files have a place for it.
  await page.getByRole("link", { name: "Nightly sync" }).click();
  await page.getByRole("tab", { name: "Postman" }).click();
  const blind = await fileOf(page.getByRole("tabpanel"), /^Environment/);
  expect(blind).toContain(placeholder);
  expect(blind).not.toMatch(/IK_/);
});
