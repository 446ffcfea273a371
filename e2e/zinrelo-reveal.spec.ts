import { apiKeysPath, keyRow, makeKey, revealKey } from "@/e2e/support/api-keys";
import { expect, test } from "@/e2e/support/fixtures";
import { password } from "@/e2e/support/world";

test("ZI-02 the eye shows the key after the password is confirmed, and hides it again", async ({
  page,
  world,
  as,
  product,
}) => {
  const key = await makeKey(world, "Storefront");
  await as(world.administrator, { secondsAgo: 3600 });
  await page.goto(apiKeysPath);
  await page.getByRole("button", { name: "Show the key of Storefront" }).click();
  const question = page.getByRole("dialog", { name: "Confirm that it is you" });
  await question.getByLabel("Password").fill("not my password");
  await question.getByRole("button", { name: "Confirm" }).click();
  await expect(question.getByLabel("Password")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText(key.secret)).toBeHidden();
  await question.getByLabel("Password").fill(password);
  await question.getByRole("button", { name: "Confirm" }).click();
  await expect(keyRow(page, "Storefront").getByText(key.secret)).toBeVisible();
  await page.getByRole("button", { name: "Hide the key of Storefront" }).click();
  await expect(keyRow(page, "Storefront")).toContainText("PK_••••••••••••");
  expect(await page.content()).not.toContain(key.secret);
  const where = { accountId: world.accountId, action: "token.reveal" };
  expect(await product.db.auditEvent.count({ where })).toBe(1);
});

test("ZI-02 turning the password down shows nothing", async ({ page, world, as, product }) => {
  const key = await makeKey(world, "Storefront");
  await as(world.administrator, { secondsAgo: 3600 });
  await page.goto(apiKeysPath);
  await page.getByRole("button", { name: "Show the key of Storefront" }).click();
  const question = page.getByRole("dialog", { name: "Confirm that it is you" });
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(question).toBeHidden();
  expect(await page.content()).not.toContain(key.secret);
  const where = { accountId: world.accountId, action: "token.reveal" };
  expect(await product.db.auditEvent.count({ where })).toBe(0);
});

test.describe("by a clock of its own", () => {
  test.use({ ownContext: true });

  test("ZI-02 a key in sight hides itself: after 30 seconds, when the page is hidden, when it is left", async ({
    page,
    world,
    as,
  }) => {
    const key = await makeKey(world, "Storefront");
    await as(world.administrator);
    await page.clock.install();
    await page.goto(apiKeysPath);
    const shown = keyRow(page, "Storefront").getByText(key.secret);

    expect(await revealKey(page, "Storefront")).toBe(key.secret);
    // The time that the test itself takes passes too.
    await page.clock.runFor(15_000);
    await expect(shown).toBeVisible();
    await page.clock.runFor(15_500);
    await expect(shown).toBeHidden();

    for (const event of ["visibilitychange", "pagehide"]) {
      await revealKey(page, "Storefront");
      // In the very turn of the event: a page that is frozen next must not hold it.
      const left = await page.evaluate((name) => {
        (name === "pagehide" ? window : document).dispatchEvent(new Event(name));
        return document.body.innerHTML;
      }, event);
      expect(left).not.toContain(key.secret);
    }

    await revealKey(page, "Storefront");
    await page.getByRole("navigation").getByRole("link", { name: "Overview" }).click();
    await expect(page.getByRole("heading", { name: "Overview" })).toBeVisible();
    await page.goBack();
    await expect(keyRow(page, "Storefront")).toContainText("PK_••••••••••••");
    await expect(shown).toBeHidden();
  });
});

test("ZI-02 the key comes as the answer of the eye alone, which nothing may store", async ({
  page,
  context,
  world,
  as,
}) => {
  const key = await makeKey(world, "Storefront");
  const hidden = key.secret.slice(12, -4);
  await as(world.administrator);
  const answers: { url: string; method: string; body: string; cacheControl: string }[] = [];
  await page.route(/\/general\/api-keys/, async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    const cacheControl = response.headers()["cache-control"] ?? "";
    answers.push({ url: route.request().url(), method: route.request().method(), body, cacheControl });
    await route.fulfill({ response, body });
  });
  await page.goto(apiKeysPath);
  const flight = await context.request.get(apiKeysPath, { headers: { RSC: "1" } });
  expect(await flight.text()).toContain("Storefront");
  expect(await flight.text()).not.toContain(hidden);
  expect(answers.filter(({ body }) => body.includes(hidden))).toEqual([]);
  await revealKey(page, "Storefront");
  const holding = answers.filter(({ body }) => body.includes(hidden));
  expect(holding.map(({ method }) => method)).toEqual(["POST"]);
  expect(holding[0]!.cacheControl).toContain("no-store");
  expect(answers.map(({ url }) => url).join()).not.toContain(hidden);
  answers.length = 0;
  await page.reload();
  await expect(keyRow(page, "Storefront")).toBeVisible();
  expect(answers.filter(({ body }) => body.includes(hidden))).toEqual([]);
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(stored).not.toContain(hidden);
});

test("ZI-03 Copy copies the key without showing it, and the copy is on record", async ({
  page,
  context,
  world,
  as,
  product,
}) => {
  const key = await makeKey(world, "Storefront");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await as(world.administrator);
  await page.goto(apiKeysPath);
  const row = keyRow(page, "Storefront");
  await row.getByRole("button", { name: "Copy the key of Storefront" }).click();
  await expect(row.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key.secret);
  await expect(row).toContainText("PK_••••••••••••");
  expect(await page.content()).not.toContain(key.secret);
  const eventsOf = async () =>
    (await product.db.auditEvent.findMany({ where: { targetId: key.id }, orderBy: { id: "asc" } })).map(
      (event) => event.action,
    );
  await expect.poll(eventsOf).toEqual(["token.create", "token.reveal", "token.secret_copied"]);
  await row.getByRole("button", { name: "Copy the key identifier of Storefront" }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(key.id);
});

test("ZI-03 Copy copies the key too where a page may write to the clipboard in the click alone, as in Safari", async ({
  page,
  context,
  world,
  as,
}) => {
  const key = await makeKey(world, "Storefront");
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.addInitScript(() => {
    let isClick = false;
    const begin = () => {
      isClick = true;
      setTimeout(() => {
        isClick = false;
      });
    };
    window.addEventListener("click", begin, { capture: true });
    const { write, writeText } = Clipboard.prototype;
    const refuse = () => Promise.reject(new DOMException("Not in a click", "NotAllowedError"));
    Clipboard.prototype.write = function (items) {
      return isClick ? write.call(this, items) : refuse();
    };
    Clipboard.prototype.writeText = function (text) {
      return isClick ? writeText.call(this, text) : refuse();
    };
    document.execCommand = () => false;
  });
  await as(world.administrator);
  await page.goto(apiKeysPath);
  const row = keyRow(page, "Storefront");
  await row.getByRole("button", { name: "Copy the key of Storefront" }).click();
  await expect(row.getByRole("button", { name: "Copied" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key.secret);
});
