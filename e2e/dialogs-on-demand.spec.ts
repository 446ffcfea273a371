import { apiAccess } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";
import { holdScripts, scripts } from "@/e2e/support/hold-scripts";

// What the tests before have fetched would be there without a connection.
test.use({ ownContext: true });

test("a dialog whose code is slow to come says so, can be called off, and gives the focus back all the same", async ({
  page,
  world,
  as,
}) => {
  await as(world.administrator);
  await page.goto(`${apiAccess}?q=nightly`);
  const views = page.getByRole("button", { name: "Views" });
  const dialog = page.getByRole("dialog", { name: "Save this view" });
  const opening = page.getByRole("status").filter({ hasText: "Opening…" });
  const release = await holdScripts(page);
  await views.press("Enter");
  await page.getByRole("button", { name: "Save this view…" }).press("Enter");
  await expect(opening).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(opening).toBeHidden();
  await expect(views).toBeFocused();

  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Save this view…" }).press("Enter");
  await expect(opening).toBeVisible();
  release();
  await expect(dialog.getByLabel("Name")).toBeFocused();
  await expect(opening).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(views).toBeFocused();
});

test("a dialog whose code does not come for want of a connection is told, the page stays, and the next try opens it", async ({
  page,
  context,
  world,
  as,
  problems,
}) => {
  await as(world.administrator);
  for (const { path, button, dialog } of [
    { path: "/account/clients", button: "Create API client", dialog: "Create API client" },
    { path: "/users", button: "Search or run a command", dialog: "Search or run a command" },
  ]) {
    await page.goto(path);
    const opener = page.getByRole("button", { name: button }).first();
    const heading = page.getByRole("heading", { level: 1 });
    const title = await heading.innerText();
    await context.setOffline(true);
    await opener.press("Enter");
    await expect(page.getByText("This could not be opened"), path).toBeVisible();
    await expect(heading).toHaveText(title);
    await expect(opener).toBeFocused();

    await context.setOffline(false);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: dialog })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(opener, path).toBeFocused();
  }
  // The browser's own lines about the scripts that did not come, and no others.
  expect(problems.filter((problem) => !problem.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
  problems.length = 0;
});

test("what leads to a dialog has its code come before it is pressed", async ({ page, world, as }) => {
  await as(world.administrator);
  await page.goto("/audit?outcome=refused");
  const views = page.getByRole("button", { name: "Views" });
  const asked = page.waitForResponse(scripts);
  await views.hover();
  expect((await asked).ok()).toBe(true);
  await expect(page.getByRole("dialog")).toHaveCount(0);
});
