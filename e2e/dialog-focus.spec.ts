import { personOf } from "@/e2e/authorisation/person-of";
import { apiAccess, copySecret, makeToken, rowOf } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";
import { untilHydrated } from "@/e2e/support/hydrated";
import { createToken } from "@/services/tokens/create";

test("a dialog that a key or the palette opened gives the focus to the button that does the same", async ({
  page,
  world,
  as,
}) => {
  await as(world.administrator);
  const places = [
    { path: apiAccess, label: "Generate API token" },
    { path: "/reviews", label: "Start review" },
  ];
  for (const { path, label } of places) {
    await page.goto(path);
    const dialog = page.getByRole("dialog", { name: label });
    const button = page.getByRole("main").getByRole("button", { name: label }).first();
    await expect(button).toHaveAttribute("aria-keyshortcuts", "n");
    await expect(page.locator("body")).toBeFocused();
    await page.keyboard.press("n");
    await expect(dialog).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(button, `${path} by its key`).toBeFocused();

    await page.reload();
    await expect(page.locator("body")).toBeFocused();
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill(label);
    await page.getByRole("option", { name: label }).first().click();
    await expect(dialog).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(button, `${path} by the palette`).toBeFocused();
  }
});

test("a dialog opened from a menu, a panel or a row's button gives the focus back to the button on the page", async ({
  page,
  world,
  as,
}) => {
  await makeToken(world, "Nightly sync");
  await as(world.administrator);
  await page.goto(`${apiAccess}?q=nightly`);
  const more = page.getByRole("button", { name: "More actions" });
  await more.press("Enter");
  await page.getByRole("menuitem", { name: "Revoke all tokens…" }).press("Enter");
  // Once they are counted, the dialog begins anew.
  await expect(page.getByRole("alertdialog").getByRole("textbox")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(more).toBeFocused();

  const views = page.getByRole("button", { name: "Views" });
  await views.press("Enter");
  await page.getByRole("button", { name: "Save this view…" }).press("Enter");
  await expect(page.getByRole("dialog").getByLabel("Name")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(views).toBeFocused();

  const created = await createToken(await personOf(world.administrator, world), {
    type: "personal",
    name: "Laptop",
  });
  if (!created.ok) throw new Error(created.refusal.message);
  await page.goto("/personal-tokens");
  const revoke = page.getByRole("button", { name: /^Revoke / }).first();
  await revoke.press("Enter");
  await expect(page.getByRole("alertdialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(revoke).toBeFocused();
});

test("the first token made where there was none leaves the focus on the header's button, not on the page", async ({
  page,
  world,
  as,
}) => {
  await as(world.administrator);
  await page.goto(apiAccess);
  const buttons = page.getByRole("button", { name: "Generate API token" });
  await expect(buttons).toHaveCount(2);
  await buttons.last().focus();
  await page.keyboard.press("Enter");
  const form = page.getByRole("dialog", { name: "Generate API token" });
  await form.getByLabel("User to impersonate").selectOption({ label: world.templateUser.name });
  await form.getByLabel("Name", { exact: true }).fill("Nightly sync");
  await page.keyboard.press("Enter");
  const secret = page.getByRole("dialog", { name: "Store this token now" });
  await copySecret(page, secret);
  await secret.getByRole("button", { name: "Done" }).press("Enter");
  await expect(rowOf(page, "Nightly sync")).toBeVisible();
  await expect(buttons).toHaveCount(1);
  await expect(buttons).toBeFocused();
});

test("a notification that is answered by keyboard gives the focus back, and holds up none that come later", async ({
  page,
  world,
  as,
}) => {
  await makeToken(world, "Nightly sync");
  await as(world.administrator);
  await page.goto(apiAccess);
  const enabled = rowOf(page, "Nightly sync").getByRole("switch");
  await untilHydrated(enabled);
  await enabled.press("Space");
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();
  await page.keyboard.press("F8");
  await expect(page.getByRole("button", { name: "Undo" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(enabled).toBeFocused();
  await expect(enabled).toBeChecked();
  const said = page.getByText("Enabled Nightly sync");
  await expect(said).toBeVisible();
  await expect(said).toHaveCount(0);
});
