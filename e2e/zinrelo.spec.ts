import {
  apiKeysPath,
  chooseForKey,
  confirmDeletion,
  generateKey,
  keyRow,
  makeKey,
  revealKey,
} from "@/e2e/support/api-keys";
import { expect, test } from "@/e2e/support/fixtures";
import { createOrganization } from "@/services/testing/world";

test("ZI-01 Generate API key, name, description, Generate: the key is listed", async ({
  page,
  world,
  as,
  verify,
}) => {
  await as(world.administrator);
  await page.goto("/");
  await page.getByRole("navigation").getByRole("link", { name: "API keys" }).click();
  await expect(page.getByRole("heading", { name: "API keys", level: 1 })).toBeVisible();
  const dialog = await generateKey(page, "Storefront", "The shop's plugin");
  await expect(dialog.getByText("It can be shown again, after you confirm your password.")).toBeVisible();
  await dialog.getByRole("button", { name: "Show", exact: true }).click();
  const secret = (await dialog.locator("code.select-all").textContent()) ?? "";
  // It can be shown again, so nothing holds the dialog.
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  const row = keyRow(page, "Storefront");
  await expect(row).toContainText("The shop's plugin");
  await expect(row).toContainText("Active");
  await expect(row).toContainText("Never used");
  await expect(row).toContainText(`PK_••••••••••••${secret.slice(-4)}`);
  await expect(page.getByText("1 of 20 keys")).toBeVisible();
  expect(await verify(secret)).toMatchObject({
    verdict: "valid",
    organization: { id: world.organization.id },
  });
});

test("ZI-01 keys are of one organization, and the choice of it is in the address", async ({
  page,
  world,
  as,
  product,
}) => {
  const clock = { now: new Date(), advance: () => undefined };
  const other = await createOrganization(product.db, clock, world.accountId, "Zweites Programm");
  await makeKey(world, "Of the first");
  await makeKey(world, "Of the second", other);
  await as(world.administrator);
  await page.goto(apiKeysPath);
  await expect(keyRow(page, "Of the first")).toBeVisible();
  await page.getByLabel("Organization").selectOption({ label: "Zweites Programm" });
  await expect(keyRow(page, "Of the second")).toBeVisible();
  await expect(keyRow(page, "Of the first")).toBeHidden();
  expect(new URL(page.url()).searchParams.get("organization")).toBe(other);
  await page.goBack();
  await expect(keyRow(page, "Of the first")).toBeVisible();
});

test("ZI-04 Edit changes name and description, and nothing else", async ({
  page,
  world,
  as,
  product,
  verify,
}) => {
  const key = await makeKey(world, "Storefront");
  const load = () => product.db.token.findUniqueOrThrow({ where: { id: key.id } });
  const before = await load();
  await as(world.administrator);
  await page.goto(apiKeysPath);
  await chooseForKey(page, "Storefront", "Edit…");
  const form = page.getByRole("dialog", { name: "Edit API key" });
  await expect(form.getByLabel("Name")).toHaveValue("Storefront");
  await form.getByLabel("Name").fill("");
  await form.getByRole("button", { name: "Save changes" }).click();
  await expect(form.getByLabel("Name")).toBeFocused();
  await form.getByLabel("Name").fill("Shop plugin");
  await form.getByLabel("Description").fill("Ask Ada");
  await form.getByRole("button", { name: "Save changes" }).click();
  await expect(keyRow(page, "Shop plugin")).toContainText("Ask Ada");
  const { updatedAt, ...after } = await load();
  expect({ ...after, updatedAt: before.updatedAt }).toEqual({
    ...before,
    name: "Shop plugin",
    notes: "Ask Ada",
  });
  expect(updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime());
  expect((await verify(key.secret)).verdict).toBe("valid");
});

test("ZI-05 Inactivate: calls get an authentication error. Activate: they work again", async ({
  page,
  world,
  as,
  product,
}) => {
  const key = await makeKey(world, "Storefront");
  const call = () =>
    fetch(`${product.apiUrl}/api/v1.0/whoami`, { headers: { authorization: `Bearer ${key.secret}` } });
  await as(world.administrator);
  await page.goto(apiKeysPath);
  await chooseForKey(page, "Storefront", "Inactivate");
  await expect(page.getByText("Inactivated Storefront", { exact: true })).toBeVisible();
  await expect(keyRow(page, "Storefront")).toContainText("Inactive");
  const refused = await call();
  expect(refused.status).toBe(401);
  expect(refused.headers.get("www-authenticate")).toContain('error="invalid_token"');
  await chooseForKey(page, "Storefront", "Activate");
  await expect(page.getByText("Activated Storefront", { exact: true })).toBeVisible();
  await expect(keyRow(page, "Storefront")).toContainText("Active");
  expect((await call()).status).toBe(200);
});

test("ZI-06 Delete is there only while the key is inactive; it asks, says what breaks, and is for good", async ({
  page,
  world,
  as,
  product,
  verify,
}) => {
  const key = await makeKey(world, "Storefront");
  await as(world.administrator);
  await page.goto(apiKeysPath);
  await page.getByRole("button", { name: "Actions for Storefront" }).click();
  await expect(page.getByRole("menuitem", { name: "Inactivate" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: /Delete/ })).toHaveCount(0);
  await page.getByRole("menuitem", { name: "Inactivate" }).click();
  await expect(keyRow(page, "Storefront")).toContainText("Inactive");

  await chooseForKey(page, "Storefront", "Delete…");
  const question = page.getByRole("alertdialog", { name: "Delete Storefront?" });
  await expect(question).toContainText("JWTs that it signed");
  await expect(question).toContainText("has no default key then");
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(keyRow(page, "Storefront")).toBeVisible();
  await chooseForKey(page, "Storefront", "Delete…");
  await confirmDeletion(page);
  await expect(page.getByText("Deleted Storefront")).toBeVisible();
  await expect(keyRow(page, "Storefront")).toBeHidden();

  expect((await verify(key.secret)).verdict).toBe("revoked");
  const secrets = await product.db.tokenSecret.findMany({
    where: { tokenId: key.id },
    include: { ciphertext: true },
  });
  expect(secrets.map(({ destroyedAt, ciphertext }) => [destroyedAt === null, ciphertext])).toEqual([
    [false, null],
  ]);
  const tombstone = await product.db.token.findUniqueOrThrow({ where: { id: key.id } });
  expect([tombstone.name, tombstone.deletedByName]).toEqual(["Storefront", world.administrator.name]);
});

test("ZI-07 the section is for administrators: others get neither the link nor the page", async ({
  page,
  world,
  as,
  problems,
}) => {
  await makeKey(world, "Storefront");
  for (const person of [world.auditor, world.member]) {
    await as(person);
    await page.goto("/personal-tokens");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("link", { name: "API keys" })).toHaveCount(0);
    expect(await page.content()).not.toContain(apiKeysPath);
    const response = await page.goto(apiKeysPath);
    expect(response?.status()).toBe(403);
    expect(await page.content()).not.toContain("Storefront");
  }
  await as(world.administrator);
  expect((await page.goto(apiKeysPath))?.status()).toBe(200);
  await expect(page.getByRole("navigation").getByRole("link", { name: "API keys" })).toBeVisible();
  // The browser itself reports the 403.
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("403")));
});

test("ZI-07 another account's organization is not there", async ({ page, world, as, problems }) => {
  await as(world.administrator);
  for (const id of ["0197a000-0000-7000-8000-000000000001", "nonsense"]) {
    expect((await page.goto(`${apiKeysPath}?organization=${id}`))?.status()).toBe(404);
  }
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("404")));
});

test("ZI-08 every action is in the audit trail, with who did it", async ({ page, context, world, as }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await as(world.administrator);
  await page.goto(apiKeysPath);
  for (const name of ["First", "Second"]) {
    await generateKey(page, name);
    await page.keyboard.press("Escape");
    await expect(keyRow(page, name)).toBeVisible();
  }
  await revealKey(page, "Second");
  await page.getByRole("button", { name: "Copy the key of Second" }).click();
  await expect(keyRow(page, "Second").getByRole("button", { name: "Copied" })).toBeVisible();
  await chooseForKey(page, "Second", "Make default");
  await expect(page.getByText("Second is the default key")).toBeVisible();
  await chooseForKey(page, "Second", "Edit…");
  const form = page.getByRole("dialog", { name: "Edit API key" });
  await form.getByLabel("Description").fill("In the vault");
  await form.getByRole("button", { name: "Save changes" }).click();
  await expect(keyRow(page, "Second")).toContainText("In the vault");
  await chooseForKey(page, "First", "Inactivate");
  await expect(keyRow(page, "First")).toContainText("Inactive");
  await chooseForKey(page, "First", "Activate");
  await expect(keyRow(page, "First")).toContainText("Active");
  await chooseForKey(page, "First", "Inactivate");
  await expect(keyRow(page, "First")).toContainText("Inactive");
  await chooseForKey(page, "First", "Delete…");
  await confirmDeletion(page);
  await expect(keyRow(page, "First")).toBeHidden();

  await page.goto("/audit");
  const who = world.administrator.name;
  for (const sentence of [
    `${who} generated First`,
    `${who} looked at the secret of Second`,
    `${who} copied the secret of Second`,
    `${who} made Second the default key of ${world.organization.name}`,
    `${who} changed the notes of Second`,
    `${who} disabled First`,
    `${who} enabled First`,
    `${who} deleted First`,
  ])
    await expect(page.getByText(sentence).first(), sentence).toBeVisible();
});

test("ZI-09 at 20 of 20 keys Generate is held, with the reason; after a deletion it is free", async ({
  page,
  world,
  as,
  product,
}) => {
  for (let i = 1; i <= 20; i++) await makeKey(world, `Key ${i}`);
  await as(world.administrator);
  await page.goto(apiKeysPath);
  await expect(page.getByText("20 of 20 keys")).toBeVisible();
  const button = page.getByRole("button", { name: "Generate API key" });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAccessibleDescription(/has all of its 20 keys. Delete one first./);
  await button.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await product.db.token.updateMany({
    where: { accountId: world.accountId, name: "Key 7" },
    data: { disabledAt: new Date() },
  });
  await page.reload();
  await chooseForKey(page, "Key 7", "Delete…");
  await confirmDeletion(page);
  await expect(page.getByText("19 of 20 keys")).toBeVisible();
  await generateKey(page, "Key 21");
});

test("ZI-10 the default key works on when others are made, and can be replaced by one of them", async ({
  page,
  world,
  as,
  verify,
}) => {
  const first = await makeKey(world, "Default integration");
  await as(world.administrator);
  await page.goto(apiKeysPath);
  const badge = (name: string) => keyRow(page, name).getByText("Default", { exact: true });
  await expect(badge("Default integration")).toBeVisible();
  await generateKey(page, "New integration");
  await page.keyboard.press("Escape");
  await expect(badge("New integration")).toHaveCount(0);
  await expect(badge("Default integration")).toBeVisible();
  expect((await verify(first.secret)).verdict).toBe("valid");
  await chooseForKey(page, "New integration", "Make default");
  await expect(badge("New integration")).toBeVisible();
  await expect(badge("Default integration")).toHaveCount(0);
  expect((await verify(first.secret)).verdict).toBe("valid");
  await page.getByRole("button", { name: "Actions for New integration" }).click();
  await expect(page.getByRole("menuitem", { name: "Make default" })).toHaveCount(0);
});
