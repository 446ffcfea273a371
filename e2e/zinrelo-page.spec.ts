import { apiKeysPath, keyRow, makeKey, revealKey } from "@/e2e/support/api-keys";
import { axeFindingsInThemes, expect, test } from "@/e2e/support/fixtures";

test("by keyboard alone: the eye shows and hides, the menu opens, and focus comes back", async ({
  page,
  world,
  as,
}) => {
  const key = await makeKey(world, "Storefront");
  await as(world.administrator);
  await page.goto(apiKeysPath);
  await page.getByRole("button", { name: "Show the key of Storefront" }).focus();
  await page.keyboard.press("Enter");
  await expect(keyRow(page, "Storefront").getByText(key.secret)).toBeVisible();
  await expect(page.getByRole("button", { name: "Hide the key of Storefront" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(keyRow(page, "Storefront").getByText(key.secret)).toBeHidden();
  const actions = page.getByRole("button", { name: "Actions for Storefront" });
  await actions.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Edit…" }).press("Enter");
  await expect(page.getByRole("dialog", { name: "Edit API key" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(actions).toBeFocused();
});

test("with a key in sight axe finds nothing in either theme, and nothing scrolls sideways", async ({
  page,
  world,
  as,
}) => {
  await makeKey(world, "A name so long that it wraps on every screen ".repeat(3).trim());
  await makeKey(world, "Storefront");
  await as(world.administrator);
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const width of [1280, 768, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(apiKeysPath);
    await revealKey(page, "Storefront");
    expect(await axeFindingsInThemes(page), `${width} px`).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow, `${width} px`).toBeLessThanOrEqual(0);
  }
});
