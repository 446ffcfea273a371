import type { Page, Route } from "@playwright/test";
import { apiAccess, copySecret, generate, rowOf } from "@/e2e/support/api-access";
import { axeFindingsInThemes, expect, test } from "@/e2e/support/fixtures";
import { password } from "@/e2e/support/world";

const isAction = (route: Route) => route.request().method() === "POST";

async function begin(page: Page, userName: string, name: string) {
  await page.getByRole("button", { name: "Generate API token" }).first().click();
  const form = page.getByRole("dialog", { name: "Generate API token" });
  await form.getByLabel("User to impersonate").selectOption({ label: userName });
  await form.getByLabel("Name", { exact: true }).fill(name);
  return form;
}

test("closing is held in every way until the secret was copied", async ({ page, world, as }) => {
  await as(world.administrator);
  await page.goto(apiAccess);
  const dialog = await generate(page, world, "Nightly sync");
  await expect(dialog.getByRole("button", { name: "Copy", exact: true })).toBeFocused();
  const done = dialog.getByRole("button", { name: "Done" });
  await expect(done).toHaveAttribute("aria-disabled", "true");
  await expect(done).toHaveAccessibleDescription("Copy or download the secret first");

  for (const leave of [
    () => page.keyboard.press("Escape"),
    () => page.mouse.click(5, 400),
    () => dialog.getByRole("button", { name: "Close", exact: true }).click(),
  ]) {
    await leave();
    await expect(dialog.getByRole("alert")).toHaveText("You won't see this secret again.");
    await dialog.getByRole("button", { name: "Keep it open" }).click();
    await expect(done).toBeVisible();
  }
  await done.focus();
  await page.keyboard.press("Enter");
  await expect(dialog).toBeVisible();

  // Tab close and reload ask, too.
  const asked = page.waitForEvent("dialog");
  const reload = page.reload({ timeout: 3000 }).catch(() => null);
  expect((await asked).type()).toBe("beforeunload");
  await (await asked).dismiss();
  await reload;
  await expect(dialog).toBeVisible();

  await copySecret(page, dialog);
  await page.keyboard.press("Escape");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Generate API token" }).first()).toBeFocused();
});

test("a secret may be left behind, knowingly", async ({ page, world, as }) => {
  await as(world.administrator);
  await page.goto(apiAccess);
  const dialog = await generate(page, world, "Nightly sync");
  await page.keyboard.press("Escape");
  await dialog.getByRole("button", { name: "Close without copying" }).click();
  await expect(dialog).toHaveCount(0);
  await expect(rowOf(page, "Nightly sync")).toBeVisible();
});

test("Back does not take an unsaved secret away", async ({ page, world, as }) => {
  await as(world.administrator);
  await page.goto("/");
  await page.getByRole("link", { name: "API access" }).click();
  const dialog = await generate(page, world, "Nightly sync");
  await page.evaluate(() => history.back());
  await expect(dialog.getByRole("alert")).toHaveText("You won't see this secret again.");
  await dialog.getByRole("button", { name: "Keep it open" }).click();
  await copySecret(page, dialog);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(rowOf(page, "Nightly sync")).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`${apiAccess}$`));
  await page.goBack();
  await expect(page).toHaveURL(/\/$/);
});

test("on plain http, without the Clipboard API, Copy still copies", async ({ page, world, as }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "isSecureContext", { value: false });
    Object.defineProperty(Navigator.prototype, "clipboard", { value: undefined });
    document.addEventListener("copy", (event) => {
      setTimeout(() => {
        (window as { taken?: string }).taken = event.clipboardData?.getData("text/plain") ?? "";
      });
    });
  });
  await as(world.administrator);
  await page.goto(apiAccess);
  const dialog = await generate(page, world, "Nightly sync");
  await dialog.getByRole("button", { name: "Copy", exact: true }).click();
  await expect(dialog.getByText("Copied. You can close this now.")).toBeVisible();
  await dialog.getByLabel("Where did you store it?").press("Control+V");
  await expect(dialog.getByLabel("Where did you store it?")).toHaveValue(/^IK_\w{8}_\w{36}$/);
});

test("where no copy is possible, it says so, and believes only a real Ctrl+C", async ({
  page,
  world,
  as,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "isSecureContext", { value: false });
    document.execCommand = () => false;
  });
  await as(world.administrator);
  await page.goto(apiAccess);
  const dialog = await generate(page, world, "Nightly sync");
  await dialog.getByRole("button", { name: "Copy", exact: true }).click();
  const panel = page.getByRole("dialog", { name: "Copy by keyboard" });
  await expect(panel).toContainText("press Ctrl+C");
  await expect(dialog.getByText("Not copied yet")).toBeVisible();
  await expect(panel.getByRole("textbox")).toBeFocused();
  await page.keyboard.press("Control+C");
  await expect(dialog.getByText("Copied. You can close this now.")).toBeVisible();
});

test("the first call shows up live, and the place of storage is saved to the notes", async ({
  page,
  world,
  as,
  verify,
}) => {
  await as(world.administrator);
  await page.goto(apiAccess);
  const dialog = await generate(page, world, "Nightly sync", "Snowflake loader");
  const secret = await copySecret(page, dialog);
  await expect(dialog.getByText("Waiting for the first call")).toBeVisible();
  expect((await verify(secret, { ip: "10.0.0.4" })).verdict).toBe("valid");
  await expect(dialog.getByText(/First call from 10\.0\.0\.4/)).toBeVisible();
  // The secret itself, pasted by mistake, would be in the audit trail for good.
  await dialog.getByLabel("Where did you store it?").fill(secret);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog.getByText("The place may not hold a token or a client secret")).toBeVisible();
  await dialog.getByLabel("Where did you store it?").fill("Vault, kv/sync");
  await dialog.getByRole("button", { name: "Done" }).click();
  await rowOf(page, "Nightly sync").getByRole("link", { name: "Nightly sync" }).click();
  await expect(page.getByText("Snowflake loader Stored in: Vault, kv/sync")).toBeVisible();
});

test("a double click on a slow network makes one token and loses none", async ({
  page,
  world,
  as,
  product,
}) => {
  await as(world.administrator);
  await page.goto(apiAccess);
  let answer = () => {};
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(`**${apiAccess}`, async (route) => {
    if (isAction(route)) await held;
    await route.fallback();
  });
  const form = await begin(page, world.templateUser.name, "Nightly sync");
  const button = form.getByRole("button", { name: "Generate token" });
  await button.dblclick();
  await expect(button).toHaveAttribute("aria-busy", "true");
  await page.keyboard.press("Escape");
  await expect(form).toBeVisible();
  answer();
  await expect(page.getByRole("dialog", { name: "Store this token now" })).toBeVisible();
  expect(await product.db.token.count({ where: { accountId: world.accountId } })).toBe(1);
});

test("an answer that got lost is told on the next try; there is one token, and rotating gives a secret", async ({
  page,
  world,
  as,
  product,
  problems,
}) => {
  await as(world.administrator);
  await page.goto(apiAccess);
  let lost = false;
  await page.route(`**${apiAccess}`, async (route) => {
    if (!isAction(route) || lost) return route.fallback();
    lost = true;
    await route.fetch();
    await route.abort();
  });
  const form = await begin(page, world.templateUser.name, "Nightly sync");
  await form.getByRole("button", { name: "Generate token" }).click();
  await expect(form.getByText("The connection was lost before the answer came")).toBeVisible();
  await expect(form.getByLabel("Name", { exact: true })).toHaveValue("Nightly sync");
  await form.getByRole("button", { name: "Generate token" }).click();
  await expect(form.getByText("This token was generated already")).toBeVisible();
  expect(await product.db.token.count({ where: { accountId: world.accountId } })).toBe(1);
  await form.getByRole("button", { name: "Show it in the list" }).click();
  await expect(rowOf(page, "Nightly sync")).toBeVisible();
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("ERR_FAILED")));
});

test("an old sign-in is asked for the password; nothing typed is lost and the work goes on", async ({
  page,
  world,
  as,
}) => {
  await as(world.administrator, { secondsAgo: 700 });
  await page.goto(apiAccess);
  const form = await begin(page, world.templateUser.name, "Nightly sync");
  await form.getByRole("button", { name: "Generate token" }).click();
  const reauth = page.getByRole("dialog", { name: "Confirm that it is you" });
  await reauth.getByLabel("Password").fill("not the password");
  await reauth.getByRole("button", { name: "Confirm" }).click();
  await expect(reauth.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
  await reauth.getByRole("button", { name: "Cancel" }).click();
  await expect(form.getByLabel("Name", { exact: true })).toHaveValue("Nightly sync");
  await form.getByRole("button", { name: "Generate token" }).click();
  await reauth.getByLabel("Password").fill(password);
  await reauth.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("dialog", { name: "Store this token now" })).toBeVisible();
});

test("the secret is in no address, storage or history entry", async ({ page, world, as }) => {
  const urls: string[] = [];
  page.on("request", (request) => urls.push(request.url()));
  await as(world.administrator);
  await page.goto(apiAccess);
  const dialog = await generate(page, world, "Nightly sync");
  const secret = await copySecret(page, dialog);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(dialog).toHaveCount(0);
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href]),
  );
  const needle = secret.slice(12);
  expect(kept).not.toContain(needle);
  expect(urls.filter((url) => url.includes(needle))).toEqual([]);
});

test("axe finds nothing in the generate and secret dialogs, light and dark, wide and narrow", async ({
  page,
  world,
  as,
}) => {
  test.slow();
  await as(world.administrator);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(apiAccess);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await page.getByRole("button", { name: "Generate API token" }).first().click();
    await page.getByRole("button", { name: "Generate token" }).click();
    expect(await axeFindingsInThemes(page)).toEqual([]);
    await page.keyboard.press("Escape");
    const dialog = await generate(page, world, `Nightly sync ${width}`);
    await dialog.getByRole("button", { name: "Show" }).click();
    for (const tab of await dialog.getByRole("tab").all()) {
      await tab.click();
      expect(await axeFindingsInThemes(page)).toEqual([]);
    }
    await page.keyboard.press("Escape");
    expect(await axeFindingsInThemes(page)).toEqual([]);
    await dialog.getByRole("button", { name: "Close without copying" }).click();
    await expect(dialog).toHaveCount(0);
  }
});
