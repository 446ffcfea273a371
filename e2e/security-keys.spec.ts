import type { CDPSession, Page } from "@playwright/test";
import { personOf } from "@/e2e/authorisation/person-of";
import { axeFindingsInThemes, expect, test } from "@/e2e/support/fixtures";
import { type Person, password } from "@/e2e/support/world";
import { addApp } from "@/services/testing/second-factors";

const security = "/account/security";

/** A security key in the page's browser, which is at hand and touched at once. */
type PluggedKey = { cdp: CDPSession; authenticatorId: string };

async function plugIn(page: Page): Promise<PluggedKey> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      ...{ protocol: "ctap2", transport: "usb", hasUserVerification: true },
      ...{ isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return { cdp, authenticatorId };
}

/** Takes it from the browser, with all that it holds. */
const putAway = ({ cdp, authenticatorId }: PluggedKey) =>
  cdp.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId });

async function enterPassword(page: Page, person: Person): Promise<void> {
  await page.getByLabel("E-mail").fill(person.email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { name: "Second step" })).toBeVisible();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: /your menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByText("You are signed out.")).toBeVisible();
}

/** Adds a key on the Security page, by the keyboard alone from the password on; returns the recovery codes. */
async function addByPage(page: Page, name: string): Promise<string[]> {
  await page.goto(security);
  await page.getByRole("button", { name: "Add security key or passkey" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a security key or passkey" });
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Your password").fill(password);
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("button", { name: "Use the key" })).toBeFocused();
  await page.keyboard.press("Enter");
  const codes = page.getByRole("dialog", { name: "Keep your recovery codes" });
  await expect(codes.getByRole("listitem")).toHaveCount(10);
  const shown = await codes.getByRole("listitem").allTextContents();
  const file = page.waitForEvent("download");
  await codes.getByRole("button", { name: "Download" }).click();
  await file;
  await codes.getByRole("button", { name: "Done" }).click();
  return shown;
}

test("a security key is added, signs in, confirms, and is removed; a recovery code goes instead of it", async ({
  page,
  context,
  world,
  as,
}) => {
  const key = await plugIn(page);
  await as(world.administrator);
  const codes = await addByPage(page, "Blue key");
  const section = page.getByRole("region", { name: "Two-step sign-in" });
  const item = section.getByRole("listitem").filter({ hasText: "Blue key" });
  await expect(item).toContainText("Security key or passkey");
  expect(await axeFindingsInThemes(page)).toEqual([]);
  // The same key once more: the browser says so, and nothing was lost.
  await section.getByRole("button", { name: "Add security key or passkey" }).click();
  const adding = page.getByRole("dialog", { name: "Add a security key or passkey" });
  await adding.getByLabel("Your password").fill(password);
  await adding.getByRole("button", { name: "Continue" }).click();
  await adding.getByRole("button", { name: "Use the key" }).click();
  await expect(adding.getByRole("alert")).toHaveText("This key is added already. Use another one.");
  expect(await axeFindingsInThemes(page)).toEqual([]);
  await adding.getByRole("button", { name: "Cancel" }).click();

  await signOut(page);
  await page.goto("/users?q=Marta");
  await enterPassword(page, world.administrator);
  const button = page.getByRole("button", { name: "Use your security key" });
  await expect(button).toBeFocused();
  await expect(page.getByLabel("Recovery code")).toBeVisible();
  expect(await axeFindingsInThemes(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/users\?q=Marta$/);

  await as(world.administrator, { secondsAgo: 3600 });
  await page.goto("/users");
  await page.getByRole("button", { name: "Invite user" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite a user" });
  const email = `guest.${world.accountId.slice(-8)}@example.com`;
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByRole("button", { name: "Make the link" }).click();
  const confirm = page.getByRole("dialog", { name: "Confirm that it is you" });
  await expect(confirm.getByRole("button", { name: "Use your security key" })).toBeFocused();
  expect(await axeFindingsInThemes(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: `${email} is invited` })).toBeVisible();

  // Without the key at hand: told in words, and a recovery code goes.
  await context.clearCookies();
  await page.goto(`/sign-in?next=${security}`);
  await enterPassword(page, world.administrator);
  await putAway(key);
  await plugIn(page);
  await button.click();
  await expect(page.getByRole("alert").filter({ hasText: "No key has answered" })).toBeVisible();
  await page.getByLabel("Recovery code").fill(codes[0]!);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/account\/security$/);
  await section.getByRole("button", { name: "Remove Blue key" }).click();
  const removing = page.getByRole("dialog", { name: "Remove Blue key?" });
  await removing.getByLabel("Your password").fill(password);
  await removing.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("Blue key is removed")).toBeVisible();
  await expect(section).toContainText("off");
});

test("who has app and key is offered both; a key that is called off leaves the code's field as it was", async ({
  page,
  world,
  as,
}) => {
  const key = await plugIn(page);
  await as(world.member);
  await addByPage(page, "Blue key");
  await addApp(await personOf(world.member, world), "Phone", password);
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await enterPassword(page, world.member);
  await page.getByLabel("Code", { exact: true }).fill("12 34");
  await putAway(key);
  await plugIn(page);
  await page.getByRole("button", { name: "Use your security key" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "No key has answered" })).toBeVisible();
  await expect(page.getByLabel("Code", { exact: true })).toHaveValue("12 34");
  await expect(page.getByRole("link", { name: "Use a recovery code" })).toBeVisible();
});

test("the code that asks for keys comes when a key is asked for, and with no page", async ({
  page,
  world,
  as,
}) => {
  await as(world.member);
  const seen: string[] = [];
  page.on("response", async (response) => {
    if (!/\.js(\?|$)/.test(response.url())) return;
    const text = await response.text().catch(() => "");
    if (text.includes("ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED")) seen.push(response.url());
  });
  for (const path of [security, "/account/sessions", "/personal-tokens"]) {
    await page.goto(path);
    await page.waitForLoadState("networkidle");
  }
  expect(seen).toEqual([]);
  await plugIn(page);
  await addByPage(page, "Blue key");
  expect(seen).toHaveLength(1);
});

test("a wait for a key that is called off adds nothing when a key is touched after all", async ({
  page,
  world,
  as,
  product,
}) => {
  const key = await plugIn(page);
  const { cdp, authenticatorId } = key;
  await cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled: false });
  await as(world.member);
  await page.goto(security);
  await page.getByRole("button", { name: "Add security key or passkey" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a security key or passkey" });
  await dialog.getByLabel("Your password").fill(password);
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog.getByRole("button", { name: "Use the key" }).click();
  await expect(dialog.getByText("Your browser is asking for the key.")).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  // A browser that still asked would take this one, which is touched at once.
  await putAway(key);
  await plugIn(page);
  // The first one that is added, as its recovery codes come with it.
  await addByPage(page, "Red key");
  const kept = await product.db.securityKey.count({ where: { factor: { userId: world.member.id } } });
  expect(kept).toBe(1);
});
