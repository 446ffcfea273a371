import { personOf } from "@/e2e/authorisation/person-of";
import { expect, test } from "@/e2e/support/fixtures";
import { createApiClient } from "@/services/api-clients/create";

test("an API client that was used while its deletion was open is deleted only once its name is typed", async ({
  page,
  world,
  as,
  product,
  verify,
}) => {
  const made = await createApiClient(await personOf(world.administrator, world), { name: "Nightly export" });
  if (!made.ok) throw new Error(made.refusal.message);
  const { clientId, secret } = made.value;
  const askToken = () =>
    fetch(`${product.apiUrl}/api/v1.0/account/api/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: secret,
      }),
    });
  await as(world.administrator);
  await page.goto("/account/clients");
  await page.getByRole("button", { name: "Actions for Nightly export" }).click();
  await page.getByRole("menuitem", { name: /^Delete/ }).click();
  const dialog = page.getByRole("alertdialog", { name: "Delete Nightly export?" });
  await expect(dialog).toContainText("It was never used.");
  await expect(dialog.getByRole("textbox")).toHaveCount(0);

  const answer = await askToken();
  expect(answer.status).toBe(200);
  const { access_token: token } = (await answer.json()) as { access_token: string };
  expect((await verify(token)).verdict).toBe("valid");

  const confirm = dialog.getByRole("button", { name: "Delete API client" });
  await confirm.press("Enter");
  await expect(dialog.getByRole("alert")).toContainText("Type the name of the client to confirm.");
  await expect(dialog).not.toContainText("It was never used.");
  await expect(dialog).toContainText("It has obtained a token since this page was read.");
  expect((await verify(token)).verdict, "nothing was deleted").toBe("valid");
  const typed = dialog.getByLabel("Type Nightly export to confirm");
  await expect(typed).toBeFocused();
  await typed.fill("nightly");
  await expect(confirm).toHaveAttribute("aria-disabled", "true");
  await typed.fill("Nightly export");
  await typed.press("Enter");
  await expect(page.getByText("Deleted Nightly export")).toBeVisible();
  await expect(page.getByText("No API clients yet")).toBeVisible();
  expect((await verify(token)).verdict).toBe("revoked");
  expect((await askToken()).status).toBe(401);
});
