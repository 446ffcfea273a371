import type { Page } from "@playwright/test";
import type { Plan } from "@/domain/access/plans";
import { copySecret } from "@/e2e/support/api-access";
import { expect } from "@/e2e/support/fixtures";
import { openProduct } from "@/e2e/support/product";
import type { World } from "@/e2e/support/world";
import { setAccount } from "@/services/accounts/set";

export const editPath = (world: World) => `/organizations/${world.organization.id}/edit`;

/** Generates a token in a section of the page, copies its secret and closes the dialog. Returns the whole string. */
export async function generateIn(page: Page, label: string, name?: string): Promise<string> {
  await page.getByRole("button", { name: label, exact: true }).click();
  const form = page.getByRole("dialog", { name: label });
  if (name !== undefined) await form.getByLabel("Name", { exact: true }).fill(name);
  await form.getByRole("button", { name: "Generate token" }).click();
  return takeSecret(page, "Store this token now");
}

/** Copies the secret of the open dialog and closes it. */
export async function takeSecret(page: Page, title: string): Promise<string> {
  const dialog = page.getByRole("dialog", { name: title });
  await expect(dialog).toBeVisible();
  const secret = await copySecret(page, dialog);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toHaveCount(0);
  return secret;
}

/** Gives the account another plan, as the command line does. */
export async function setPlan(world: World, plan: Plan): Promise<void> {
  const changed = await setAccount(openProduct().context, { plan }, { accountId: world.accountId });
  if (!changed.ok) throw new Error(changed.refusal.message);
}

/** Calls Keydesk's own API with a token. */
export async function callApi(token: string, method: string, path: string, body?: unknown) {
  const authorization = { authorization: `Bearer ${token}` };
  const response = await fetch(
    `${openProduct().apiUrl}/api/v1.0${path}`,
    body === undefined
      ? { method, headers: authorization }
      : {
          method,
          headers: { ...authorization, "content-type": "application/json" },
          body: JSON.stringify(body),
        },
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
