import { personOf } from "@/e2e/authorisation/person-of";
import { axeFindingsInThemes, expect, test } from "@/e2e/support/fixtures";
import { openProduct } from "@/e2e/support/product";
import { giveApps } from "@/e2e/support/second-factors";
import { password, type World } from "@/e2e/support/world";
import { changeSignInPolicy } from "@/services/sign-in-policy/change";
import { addApp, appOf } from "@/services/testing/second-factors";

/** Switches it beside the page, as the command line does. */
async function set(world: World, requireSecondStep: boolean): Promise<void> {
  const options = { accountId: world.accountId };
  const changed = await changeSignInPolicy(openProduct().context, { requireSecondStep }, options);
  if (!changed.ok) throw new Error(changed.refusal.message);
}

test("an administrator requires a second step; a member's open tab is led to Security, adds an app, and goes on to where they wanted to be", async ({
  page,
  browser,
  world,
  as,
}) => {
  await giveApps(world.administrator);
  await as(world.administrator);
  const theirs = await browser.newContext();
  await as(world.member, { browser: theirs });
  const tab = await theirs.newPage();
  await tab.goto("/account/sessions");

  await page.goto("/account/sign-in");
  await expect(page.getByText("3 of 4 people have none")).toBeVisible();
  const toggle = page.getByRole("switch", { name: "People of this account sign in with a second step" });
  await toggle.focus();
  await page.keyboard.press("Space");
  const question = page.getByRole("alertdialog", { name: "Require a second step?" });
  await expect(question).toContainText(
    "3 of 4 people have no second step yet; they are asked to add it at their next page.",
  );
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(toggle).toBeFocused();
  await expect(toggle).not.toBeChecked();
  await toggle.click();
  await question.getByRole("button", { name: "Require a second step" }).click();
  await expect(question).toBeHidden();
  await expect(toggle).toBeChecked();
  await expect(page.getByRole("definition").getByText("Required", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Who changed it" }).click();
  await expect(
    page.getByText("made the second step required for people of this account").first(),
  ).toBeVisible();

  // Another page of the open tab: not that one, but where a second factor is added, and why.
  await tab.getByRole("navigation").getByRole("link", { name: "API tokens" }).click();
  await expect(tab).toHaveURL("/account/security?next=%2Fpersonal-tokens");
  await expect(tab.getByText(`${world.accountName} requires a second step at the sign-in`)).toBeVisible();
  await tab.reload();
  await expect(tab.getByRole("heading", { name: "Security", level: 1 })).toBeVisible();
  const links = tab.getByRole("navigation", { name: "Main" }).getByRole("link");
  await expect(links).toHaveText(["Keydesk", "Sessions", "Security"]);
  expect(await axeFindingsInThemes(tab)).toEqual([]);

  await tab.getByRole("button", { name: "Add authenticator app" }).click();
  const dialog = tab.getByRole("dialog", { name: "Add an authenticator app" });
  await dialog.getByLabel("Name").fill("Phone");
  await dialog.getByLabel("Your password").fill(password);
  await tab.keyboard.press("Enter");
  const key = await dialog.locator("[data-secret]").textContent();
  await dialog.getByLabel("Code").fill(appOf(key?.replaceAll(" ", "") ?? "")(new Date()));
  await tab.keyboard.press("Enter");
  const codes = tab.getByRole("dialog", { name: "Keep your recovery codes" });
  await theirs.grantPermissions(["clipboard-read", "clipboard-write"]);
  await codes.getByRole("button", { name: "Copy codes" }).click();
  await codes.getByRole("button", { name: "Done" }).click();
  await expect(tab.getByText("Your second step is set up")).toBeVisible();
  await tab.getByRole("link", { name: "Go on to the page that you wanted to open" }).click();
  await expect(tab.getByRole("heading", { name: "API tokens", level: 1 })).toBeVisible();
  await expect(tab).toHaveURL("/personal-tokens");
  await theirs.close();
});

test("on a page that was opened before, what is refused says why in words, and nothing typed is lost", async ({
  page,
  world,
  as,
}) => {
  await as(world.member);
  await page.goto("/personal-tokens");
  await page.getByRole("button", { name: "Create API token" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Create API token" });
  await dialog.getByLabel("Label").fill("Backup job");
  await set(world, true);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(
    dialog.getByText("This account requires one of its people: add one on your Security page"),
  ).toBeVisible();
  await expect(dialog.getByLabel("Label")).toHaveValue("Backup job");
  await set(world, false);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("dialog", { name: "Store this token now" })).toBeVisible();
});

test("signing in leads there too, for every role, and never in a circle; sessions, and signing out, are left", async ({
  browser,
  world,
  as,
}) => {
  await set(world, true);
  for (const person of [world.administrator, world.auditor, world.operator]) {
    const theirs = await browser.newContext();
    await as(person, { browser: theirs });
    const tab = await theirs.newPage();
    for (const path of ["/", "/users", "/account/sign-in", "/personal-tokens"]) {
      await tab.goto(path);
      const next = path === "/" ? "" : `?next=${encodeURIComponent(path)}`;
      await expect(tab, path).toHaveURL(`/account/security${next}`);
    }
    await tab.goto("/account/sessions");
    await expect(tab).toHaveURL("/account/sessions");
    await theirs.close();
  }
  const theirs = await browser.newContext();
  const tab = await theirs.newPage();
  await tab.goto("/sign-in?next=%2Fpersonal-tokens");
  await tab.getByLabel("E-mail").fill(world.member.email);
  await tab.getByLabel("Password").fill(password);
  await tab.getByRole("button", { name: "Sign in" }).click();
  await expect(tab).toHaveURL("/account/security?next=%2Fpersonal-tokens");
  await tab.getByRole("button", { name: /Marta Silva/ }).click();
  await tab.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(tab).toHaveURL("/sign-in?signed-out");
  await theirs.close();
});

test("who has none themselves cannot require it and is told where to add one; auditors read it; the list of users shows who has none", async ({
  page,
  world,
  as,
}) => {
  await as(world.administrator);
  await page.goto("/account/sign-in");
  const toggle = page.getByRole("switch", { name: "People of this account sign in with a second step" });
  await expect(toggle).toHaveAttribute("aria-disabled", "true");
  await expect(toggle).toHaveAccessibleDescription("Add a second factor of your own first.");
  await expect(page.getByText("You have no second factor yourself")).toBeVisible();
  await toggle.click({ force: true });
  await expect(page.getByRole("alertdialog")).toHaveCount(0);
  await expect(toggle).not.toBeChecked();
  expect(await axeFindingsInThemes(page)).toEqual([]);
  await giveApps(world.auditor);
  await page.getByRole("link", { name: "4 of 4 people" }).click();
  await expect(page).toHaveURL(/\/users\?/);
  await expect(page.getByRole("row", { name: /Marta Silva/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /Deniz Acar/ })).toHaveCount(0);
  await as(world.auditor);
  await page.goto("/account/sign-in");
  await expect(page.getByText("Optional", { exact: true })).toBeVisible();
  await expect(page.getByRole("switch")).toHaveCount(0);
  await expect(page.getByText("changed by administrators of the account")).toBeVisible();
});

test("while it is required the last second factor stays, and the refusal names the account; an administrator lets it go again", async ({
  page,
  world,
  as,
}) => {
  const { app } = await addApp(await personOf(world.administrator, world), "Phone", password);
  await set(world, true);
  await as(world.administrator, { secondsAgo: 3600 });
  await page.goto("/account/security");
  await page.getByRole("button", { name: "Remove Phone" }).click();
  const removal = page.getByRole("dialog", { name: "Remove Phone?" });
  await removal.getByLabel("Your password").fill(password);
  await page.keyboard.press("Enter");
  const proof = page.getByRole("dialog", { name: "Confirm that it is you" });
  // The code of this half minute added the app; each is taken once.
  await proof.getByLabel("Code").fill(app.codeAt(new Date(Date.now() + 30_000)));
  await page.keyboard.press("Enter");
  await expect(removal).toContainText(
    `This is your last second factor, and ${world.accountName} requires one of its people. Add another one first.`,
  );
  await removal.getByRole("button", { name: "Cancel" }).click();
  await page.goto("/account/sign-in");
  const toggle = page.getByRole("switch", { name: "People of this account sign in with a second step" });
  await toggle.click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Require it no longer" }).click();
  await expect(toggle).not.toBeChecked();
  await expect(toggle).toBeFocused();
  await expect(page.getByText("Optional", { exact: true })).toBeVisible();
});
