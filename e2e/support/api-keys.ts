import type { Locator, Page } from "@playwright/test";
import type { CreatedToken } from "@/domain/tokens/token-views";
import { expect } from "@/e2e/support/fixtures";
import { openProduct } from "@/e2e/support/product";
import type { World } from "@/e2e/support/world";
import { createToken } from "@/services/tokens/create";

export const apiKeysPath = "/general/api-keys";

/** Makes an API key without the UI. */
export async function makeKey(
  world: World,
  name: string,
  organizationId: string = world.organization.id,
): Promise<CreatedToken> {
  const wanted = { type: "api_key", name, organizationId };
  const made = await createToken(openProduct().context, wanted, { accountId: world.accountId });
  if (!made.ok) throw new Error(made.refusal.message);
  return made.value;
}

/** The row of a key. */
export function keyRow(page: Page, name: string): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
}

/** Opens ⋯ of a key and takes one of its actions. */
export async function chooseForKey(page: Page, name: string, action: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

/** Confirms the open question of a deletion, once it has said what will break. */
export async function confirmDeletion(page: Page): Promise<void> {
  const question = page.getByRole("alertdialog");
  await expect(question).toContainText("It was not used in the last 7 days.");
  await question.getByRole("button", { name: "Delete key" }).click();
  // While it is open no role of the page behind it is found, so a row that seems to be gone would say nothing.
  await expect(question).toBeHidden();
}

/** Fills the form "Generate API key" and sends it; the dialog with the key is open then. */
export async function generateKey(page: Page, name: string, description = ""): Promise<Locator> {
  await page.getByRole("button", { name: "Generate API key" }).first().click();
  const form = page.getByRole("dialog", { name: "Generate API key" });
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("Description").fill(description);
  await form.getByRole("button", { name: "Generate", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Your new API key" });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Presses the eye of a key and gives what is shown. */
export async function revealKey(page: Page, name: string): Promise<string> {
  await page.getByRole("button", { name: `Show the key of ${name}` }).click();
  const shown = keyRow(page, name).locator("code.select-all");
  await expect(shown).toBeVisible();
  return (await shown.textContent()) ?? "";
}
