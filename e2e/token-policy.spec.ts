import { personOf } from "@/e2e/authorisation/person-of";
import { apiAccess } from "@/e2e/support/api-access";
import { apiKeysPath, chooseForKey, makeKey } from "@/e2e/support/api-keys";
import { expect, test } from "@/e2e/support/fixtures";
import { password, type World } from "@/e2e/support/world";
import { type ChangePolicyInput, changePolicy } from "@/services/policy/change";

/** Changes the policy beside the page, as another administrator would. */
async function tighten(world: World, policy: ChangePolicyInput): Promise<void> {
  const changed = await changePolicy(await personOf(world.administrator, world), policy);
  if (!changed.ok) throw new Error(changed.refusal.message);
}

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

for (const width of [1280, 360]) {
  test(`what a lower cap holds up is said without moving the fields below it, ${width} px wide`, async ({
    page,
    world,
    as,
  }) => {
    for (const name of ["Storefront", "Warehouse"]) await makeKey(world, name);
    await page.setViewportSize({ width, height: 800 });
    await as(world.administrator);
    await page.goto("/account/policy");
    await page.getByRole("button", { name: "Change token policy" }).click();
    const dialog = page.getByRole("dialog", { name: "Change token policy" });
    const topOf = async (label: string) => (await dialog.getByLabel(label).boundingBox())?.y;
    const cap = dialog.getByLabel("API keys per organization");
    await expect(cap).toBeFocused();
    await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished)));
    const before = [await topOf("API keys per organization"), await topOf("Longest life in days")];
    for (const [typed, said] of [
      ["1", "1 organization has 2 keys. They stay and work"],
      ["", "At most 20."],
      ["12", "At most 20."],
      ["1", "fewer than 1."],
    ] as const) {
      await cap.fill(typed);
      await expect(dialog.getByRole("status")).toContainText(said);
      expect([await topOf("API keys per organization"), await topOf("Longest life in days")]).toEqual(before);
    }
  });
}

test("under a policy the forms offer only what it allows, and what it forbids says so", async ({
  page,
  world,
  as,
}) => {
  await makeKey(world, "Storefront");
  const policy = { keyCap: 2, lifetimeDaysMax: 45, graceSecondsMax: 3600, keysRevealable: false } as const;
  await tighten(world, policy);
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

test("a page that knows an older policy says what the answer says: a key that is shown once is held, of one and of many", async ({
  page,
  world,
  as,
}) => {
  await makeKey(world, "Storefront");
  await as(world.administrator);
  await page.goto(apiKeysPath);
  await expect(page.getByRole("button", { name: "Show the key of Storefront" })).toBeEnabled();
  await tighten(world, { keysRevealable: false });
  await chooseForKey(page, "Storefront", "Rotate…");
  await page.getByRole("button", { name: "Rotate token" }).click();
  const one = page.getByRole("dialog", { name: "Store the new secret now" });
  await expect(one).toContainText("You can’t see the secret again after you close this.");
  await page.keyboard.press("Escape");
  await expect(one.getByRole("alert")).toHaveText("You won't see this secret again.");
  await one.getByRole("button", { name: "Keep it open" }).click();
  await one.getByRole("button", { name: "Copy", exact: true }).click();
  await one.getByRole("button", { name: "Done" }).click();

  await tighten(world, { keysRevealable: true });
  await page.goto(apiAccess);
  await tighten(world, { keysRevealable: false });
  await page.getByRole("checkbox", { name: "Select Storefront" }).check();
  await page
    .getByRole("toolbar", { name: "Actions on the selection" })
    .getByRole("button", { name: "Rotate" })
    .click();
  await page.getByRole("button", { name: "Rotate 1 token" }).click();
  const many = page.getByRole("dialog", { name: "Store the new secret now" });
  await expect(many).toContainText("You can’t see them again after you close this.");
  await page.keyboard.press("Escape");
  await expect(many.getByRole("alert")).toHaveText("You won't see this secret again.");
});

test("where a longest life came while a form was open, its refusal brings the field, and sending again succeeds", async ({
  page,
  world,
  as,
}) => {
  await as(world.administrator);
  await page.goto(apiKeysPath);
  await page.getByRole("button", { name: "Generate API key" }).first().click();
  const dialog = page.getByRole("dialog", { name: "Generate API key" });
  await dialog.getByLabel("Name").fill("Storefront");
  await expect(dialog.getByLabel("Expiry")).toHaveCount(0);
  await tighten(world, { lifetimeDaysMax: 45 });
  await dialog.getByRole("button", { name: "Generate" }).click();
  await expect(dialog.getByLabel("Expiry")).toHaveValue("days-45");
  await expect(dialog).toContainText("must lie within 45 days from now");
  await expect(dialog.getByLabel("Name")).toHaveValue("Storefront");
  await dialog.getByRole("button", { name: "Generate" }).click();
  await expect(page.getByRole("dialog", { name: "Your new API key" })).toBeVisible();

  await page.goto("/personal-tokens");
  await page.getByRole("button", { name: "Create API token" }).first().click();
  const own = page.getByRole("dialog", { name: "Create API token" });
  await own.getByLabel("Label").fill("Backup job");
  await expect(own.getByLabel("Expiry")).toHaveValue("days-45");
  await tighten(world, { lifetimeDaysMax: 10 });
  await own.getByRole("button", { name: "Create" }).click();
  await expect(own.getByLabel("Expiry")).toHaveValue("days-10");
  await own.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("dialog", { name: "Store this token now" })).toBeVisible();
});
