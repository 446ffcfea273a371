import { personOf } from "@/e2e/authorisation/person-of";
import { apiKeysPath, makeKey } from "@/e2e/support/api-keys";
import { expect, test } from "@/e2e/support/fixtures";
import { password } from "@/e2e/support/world";
import { changePolicy } from "@/services/policy/change";

test("an administrator tightens the token policy by keyboard, after the password; what is refused stands at its field, and the trail tells it", async ({
  page,
  world,
  as,
}) => {
  await makeKey(world, "Storefront");
  await makeKey(world, "Warehouse");
  await as(world.administrator, { secondsAgo: 3600 });
  await page.goto("/account/policy");
  const opener = page.getByRole("button", { name: "Change token policy" });
  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Change token policy" });
  await dialog.getByLabel("API keys per organization").fill("21");
  await dialog.getByLabel("Longest life in days").fill("0");
  await page.keyboard.press("Enter");
  await expect(dialog.getByText("At most 20 keys: this Keydesk allows no more.")).toBeVisible();
  await expect(dialog.getByText("At least 1 day.")).toBeVisible();
  await expect(dialog.getByLabel("API keys per organization")).toBeFocused();
  await dialog.getByLabel("API keys per organization").fill("1");
  await expect(dialog.getByRole("status")).toContainText("1 organization has 2 keys. They stay and work");
  await dialog.getByLabel("Longest life in days").fill("90");
  await dialog.getByLabel("Longest grace on rotation").selectOption("3600");
  await dialog.getByLabel("API keys can be shown and copied again").uncheck();
  await dialog.getByLabel("Longest life in days").press("Enter");
  const proof = page.getByRole("dialog", { name: "Confirm that it is you" });
  await proof.getByLabel("Password").fill(password);
  await proof.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog).toBeHidden();
  const values = page.getByRole("definition");
  for (const words of ["1 key", "90 days", "1 hour", "Shown once"])
    await expect(values.getByText(words, { exact: true })).toBeVisible();
  await expect(page.getByText("1 organization has 2 keys.")).toBeVisible();
  await expect(opener).toBeFocused();
  await page.getByRole("link", { name: "Who changed it" }).click();
  await expect(
    page.getByText(
      "changed the cap of API keys, the longest life, the longest grace, whether API keys are shown again in the token policy",
    ),
  ).toBeVisible();
});

test("under a policy the forms offer only what it allows, and what it forbids says so", async ({
  page,
  world,
  as,
}) => {
  await makeKey(world, "Storefront");
  const policy = { keyCap: 2, lifetimeDaysMax: 45, graceSecondsMax: 3600, keysRevealable: false };
  const changed = await changePolicy(await personOf(world.administrator, world), policy);
  if (!changed.ok) throw new Error(changed.refusal.message);
  await as(world.administrator);
  await page.goto(apiKeysPath);
  for (const name of ["Show the key of Storefront", "Copy the key of Storefront"]) {
    const button = page.getByRole("button", { name });
    await expect(button).toHaveAttribute("aria-disabled", "true");
    await expect(button).toHaveAccessibleDescription("The account’s token policy has API keys shown once.");
  }
  await page.getByRole("button", { name: "Generate API key" }).click();
  const dialog = page.getByRole("dialog", { name: "Generate API key" });
  await expect(dialog.getByLabel("Expiry").getByRole("option", { name: "No expiry" })).toHaveCount(0);
  await expect(dialog.getByLabel("Expiry")).toHaveValue("days-45");
  await dialog.getByLabel("Name").fill("Warehouse");
  await dialog.getByRole("button", { name: "Generate" }).click();
  const secret = page.getByRole("dialog", { name: "Your new API key" });
  await expect(secret).toContainText("You can’t see the secret again after you close this.");
  await secret.getByRole("button", { name: "Copy", exact: true }).click();
  await secret.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("2 of 2 keys")).toBeVisible();

  await page.getByRole("button", { name: "Actions for Storefront" }).click();
  await page.getByRole("menuitem", { name: "Rotate…" }).click();
  const rotation = page.getByRole("dialog", { name: "Rotate token" });
  await expect(rotation.getByRole("radio", { name: "In 1 hour" })).toBeEnabled();
  for (const name of ["In 24 hours", "In 7 days"])
    await expect(rotation.getByRole("radio", { name })).toBeDisabled();

  await page.goto("/personal-tokens");
  await page.getByRole("button", { name: "Create API token" }).first().click();
  const own = page.getByRole("dialog", { name: "Create API token" });
  await own.getByLabel("Label").fill("Backup job");
  await own.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("dialog").getByText(/ until \d+ \w+ \d{4}/)).toBeVisible();
});
