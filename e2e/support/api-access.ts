import type { Locator, Page } from "@playwright/test";
import type { CreatedToken } from "@/domain/tokens/token-views";
import { expect } from "@/e2e/support/fixtures";
import { openProduct } from "@/e2e/support/product";
import type { World } from "@/e2e/support/world";
import { createToken } from "@/services/tokens/create";

export const apiAccess = "/integrations/api-access";

/** Makes an impersonation token without the UI. */
export async function makeToken(
  world: World,
  name: string,
  more: Record<string, unknown> = {},
): Promise<CreatedToken> {
  const made = await createToken(
    openProduct().context,
    { type: "impersonation", name, actsAsUserId: world.templateUser.id, ...more },
    { accountId: world.accountId },
  );
  if (!made.ok) throw new Error(made.refusal.message);
  return made.value;
}

/** The row of a token in the grid. */
export function rowOf(page: Page, name: string): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });
}

/** Opens ⋯ of a row and takes one of its actions. */
export async function choose(page: Page, name: string, action: string | RegExp): Promise<void> {
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: action }).click();
}

/** Fills the form "Generate API token" and sends it; the secret dialog is open then. */
export async function generate(page: Page, world: World, name: string, notes = ""): Promise<Locator> {
  await page.getByRole("button", { name: "Generate API token" }).first().click();
  const form = page.getByRole("dialog", { name: "Generate API token" });
  await form.getByLabel("User to impersonate").selectOption({ label: world.templateUser.name });
  await form.getByLabel("Name", { exact: true }).fill(name);
  await form.getByLabel("Notes", { exact: true }).fill(notes);
  await form.getByRole("button", { name: "Generate token" }).click();
  const dialog = page.getByRole("dialog", { name: "Store this token now" });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** Copies the secret out of the open dialog, as a person does, and gives what is in the clipboard then. */
export async function copySecret(page: Page, dialog: Locator): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await dialog.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(dialog.getByText("You can close this now")).toBeVisible();
  return page.evaluate(() => navigator.clipboard.readText());
}
