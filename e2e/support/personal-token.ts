import type { Page } from "@playwright/test";
import { expect } from "@/e2e/support/fixtures";

/** Creates an API token through the page, copies it and closes the dialog. Returns the whole token string. */
export async function createPersonalToken(page: Page, label: string): Promise<string> {
  await page.getByRole("button", { name: "Create API token" }).click();
  const form = page.getByRole("dialog", { name: "Create API token" });
  await form.getByLabel("Label").fill(label);
  await form.getByRole("button", { name: "Create", exact: true }).click();
  const secret = await readSecret(page);
  await copyAndClose(page);
  await expect(page.getByRole("row", { name: label })).toBeVisible();
  return secret;
}

/** The token string that the secret dialog shows. */
export async function readSecret(page: Page): Promise<string> {
  const dialog = page.getByRole("dialog", { name: /Store this/ });
  await dialog.getByRole("button", { name: "Show" }).click();
  const secret = await dialog.locator("code").first().textContent();
  expect(secret).toMatch(/^[A-Z]{2}_[0-9A-Za-z]{8}_[0-9A-Za-z]{36}$/);
  return secret ?? "";
}

/** Copies in Zephyr's words, and closes. */
export async function copyAndClose(page: Page): Promise<void> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  const dialog = page.getByRole("dialog", { name: /Store this/ });
  await dialog.getByRole("button", { name: "Copy to Clipboard" }).click();
  await expect(dialog.getByText("Copied. You can close this now.")).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toBeHidden();
}

/** Confirms the dialog that asks before something is revoked. */
export async function confirm(page: Page, title: RegExp): Promise<void> {
  const dialog = page.getByRole("alertdialog", { name: title });
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog).toBeHidden();
}
