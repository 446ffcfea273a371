import type { Page } from "@playwright/test";
import { personOf } from "@/e2e/authorisation/person-of";
import { axeFindingsInThemes, expect, test } from "@/e2e/support/fixtures";
import { type Person, password, type World } from "@/e2e/support/world";
import { addApp, appOf, type TestApp } from "@/services/testing/second-factors";

const security = "/account/security";

async function giveApp(person: Person, world: World) {
  return addApp(await personOf(person, world), "Phone", password);
}

/** The code of the half minute that has not been asked for yet: each is taken once. */
async function nextCode({ codeAt }: Pick<TestApp, "codeAt">): Promise<string> {
  return codeAt(new Date(Date.now() + 30_000));
}

async function enterPassword(page: Page, person: Person): Promise<void> {
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Second step" })).toBeVisible();
}

test("an authenticator app is added with its first code; the recovery codes are shown once and held until they are kept", async ({
  page,
  context,
  world,
  as,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await as(world.member);
  await page.goto(security);
  const section = page.getByRole("region", { name: "Two-step sign-in" });
  await expect(section).toContainText("off");
  await section.getByRole("button", { name: "Add authenticator app" }).click();
  const dialog = page.getByRole("dialog", { name: "Add an authenticator app" });
  await dialog.getByLabel("Name").fill("Marta's phone");
  await dialog.getByLabel("Your password").fill("wrong");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog.getByText("This is not your password.")).toBeVisible();
  await dialog.getByLabel("Your password").fill(password);
  await dialog.getByRole("button", { name: "Continue" }).click();
  await expect(dialog.getByRole("img", { name: /as a picture$/ })).toBeVisible();
  await dialog.getByRole("button", { name: "Copy key" }).click();
  const key = await page.evaluate(() => navigator.clipboard.readText());
  await expect(dialog.getByText(key.slice(0, 4), { exact: false })).toBeVisible();
  const codeAt = appOf(key);
  await dialog.getByLabel("Code").fill("000000");
  await dialog.getByRole("button", { name: "Turn on" }).click();
  await expect(dialog.getByText("This code is wrong", { exact: false })).toBeVisible();
  expect(await axeFindingsInThemes(page)).toEqual([]);
  await dialog.getByLabel("Code").fill(codeAt(new Date()));
  await page.keyboard.press("Enter");

  const codes = page.getByRole("dialog", { name: "Keep your recovery codes" });
  await expect(codes.getByRole("listitem")).toHaveCount(10);
  expect(await axeFindingsInThemes(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(codes.getByRole("alert")).toContainText("You won't see these codes again.");
  await codes.getByRole("button", { name: "Keep it open" }).click();
  const file = page.waitForEvent("download");
  await codes.getByRole("button", { name: "Download" }).click();
  expect((await file).suggestedFilename()).toBe("keydesk-recovery-codes.txt");
  await codes.getByRole("button", { name: "Done" }).click();
  await expect(section.getByText("Marta's phone")).toBeVisible();
  await expect(section).toContainText("10 of 10 recovery codes left");
  expect(await page.content()).not.toContain(key);
});

test("who has an app signs in with password and code, or with a recovery code, and comes where they wanted to be", async ({
  page,
  world,
}) => {
  const { app, recoveryCodes } = await giveApp(world.administrator, world);
  await page.goto("/users?q=Marta");
  await enterPassword(page, world.administrator);
  await expect(page.getByText(`For ${world.administrator.email}.`)).toBeVisible();
  await page.goto("/users");
  await expect(page).toHaveURL(/\/sign-in\?next/);
  await page.goBack();
  await page.getByLabel("Code").fill("000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("This code is wrong", { exact: false })).toBeVisible();
  expect(await axeFindingsInThemes(page)).toEqual([]);
  await expect(page.getByLabel("Code")).toBeFocused();
  await page.keyboard.type(await nextCode(app));
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/users\?q=Marta$/);

  await page.getByRole("button", { name: /your menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByText("You are signed out.")).toBeVisible();
  await enterPassword(page, world.administrator);
  await page.getByRole("link", { name: "Use a recovery code" }).click();
  await page.getByLabel("Recovery code").fill(recoveryCodes![0]!.toUpperCase());
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await page.goto(security);
  await expect(page.getByText("9 of 10 recovery codes left", { exact: false })).toBeVisible();
});

test("a second step that comes too late says so where one signs in again, and still comes where one wanted to be", async ({
  page,
  world,
  product,
}) => {
  const { app } = await giveApp(world.member, world);
  await page.goto("/account/sessions");
  await enterPassword(page, world.member);
  await product.db.pendingSignIn.updateMany({
    where: { userId: world.member.id },
    data: { expiresAt: new Date() },
  });
  await page.getByLabel("Code").fill(await nextCode(app));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("Your sign-in is over", { exact: false })).toBeVisible();
  await enterPassword(page, world.member);
  await page.getByLabel("Code").fill(await nextCode(app));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/account\/sessions$/);
});

test("without scripts the second step is a form like any other", async ({ browser, world, product }) => {
  const { app } = await giveApp(world.member, world);
  const context = await browser.newContext({ javaScriptEnabled: false, baseURL: product.deskUrl });
  const page = await context.newPage();
  await page.goto("/sign-in?next=/account/sessions");
  await enterPassword(page, world.member);
  await page.getByLabel("Code").fill("000000");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("This code is wrong", { exact: false })).toBeVisible();
  await page.getByLabel("Code").fill(await nextCode(app));
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/account\/sessions$/);
  await context.close();
});

test("who has an app confirms by its code, also on a page from before it was added", async ({
  page,
  world,
  as,
}) => {
  await as(world.administrator, { secondsAgo: 3600 });
  await page.goto("/users");
  const { app } = await giveApp(world.administrator, world);
  await as(world.administrator, { secondsAgo: 3600 });
  await page.getByRole("button", { name: "Invite user" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite a user" });
  const email = `guest.${world.accountId.slice(-8)}@example.com`;
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByRole("button", { name: "Make the link" }).click();
  const confirm = page.getByRole("dialog", { name: "Confirm that it is you" });
  await confirm.getByLabel("Password").fill(password);
  await confirm.getByRole("button", { name: "Confirm" }).click();
  await expect(confirm.getByText("Enter a code of your authenticator app.")).toBeVisible();
  await confirm.getByLabel("Code").fill(await nextCode(app));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: `${email} is invited` })).toBeVisible();
});

test("an app is removed with the password; an administrator removes the second step of who lost it, and sees who has one", async ({
  page,
  browser,
  world,
  as,
}) => {
  await giveApp(world.member, world);
  await as(world.administrator);
  await page.goto("/users");
  const row = page.getByRole("row", { name: world.member.name });
  await expect(row).toContainText("two-step");
  await row.getByRole("button", { name: `Actions for ${world.member.name}` }).click();
  await page.getByRole("menuitem", { name: "Remove second step…" }).click();
  const question = page.getByRole("alertdialog", { name: `Remove the second step of ${world.member.name}?` });
  await question.getByRole("button", { name: "Remove second step" }).click();
  await expect(page.getByText(`The second step of ${world.member.name} is removed`)).toBeVisible();
  await expect(row).not.toContainText("two-step");

  const theirs = await browser.newContext();
  await giveApp(world.member, world);
  await as(world.member, { browser: theirs });
  const own = await theirs.newPage();
  await own.goto(security);
  const section = own.getByRole("region", { name: "Two-step sign-in" });
  await section.getByRole("button", { name: "Remove Phone" }).click();
  const dialog = own.getByRole("dialog", { name: "Remove Phone?" });
  await expect(dialog).toContainText("your password alone signs you in");
  await dialog.getByLabel("Your password").fill(password);
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect(own.getByText("Phone is removed")).toBeVisible();
  await expect(section).toContainText("off");
  await theirs.close();
});
