import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SignJWT } from "jose";
import {
  apiKeysPath,
  chooseForKey,
  confirmDeletion,
  generateKey,
  keyRow,
  makeKey,
  revealKey,
} from "@/e2e/support/api-keys";
import { axeFindings, expect, test } from "@/e2e/support/fixtures";
import { password } from "@/e2e/support/world";
import { createOrganization } from "@/services/testing/world";

const run = promisify(execFile);

test("ZI-01 Generate API key, name, description, Generate: the key is listed", async ({
  page,
  world,
  as,
  verify,
}) => {
  await as(world.administrator);
  await page.goto("/");
  await page.getByRole("navigation").getByRole("link", { name: "API keys" }).click();
  await expect(page.getByRole("heading", { name: "API keys", level: 1 })).toBeVisible();
  const dialog = await generateKey(page, "Storefront", "The shop's plugin");
  await expect(dialog.getByText("It can be shown again, after you confirm your password.")).toBeVisible();
  await dialog.getByRole("button", { name: "Show", exact: true }).click();
  const secret = (await dialog.locator("code.select-all").textContent()) ?? "";
  // It can be shown again, so nothing holds the dialog.
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  const row = keyRow(page, "Storefront");
  await expect(row).toContainText("The shop's plugin");
  await expect(row).toContainText("Active");
  await expect(row).toContainText("Never used");
  await expect(row).toContainText(`PK_••••••••••••${secret.slice(-4)}`);
  await expect(page.getByText("1 of 20 keys")).toBeVisible();
  expect(await verify(secret)).toMatchObject({
    verdict: "valid",
    organization: { id: world.organization.id },
  });
});

test("ZI-01 keys are of one organization, and the choice of it is in the address", async ({
  page,
  world,
  as,
  product,
}) => {
  const clock = { now: new Date(), advance: () => undefined };
  const other = await createOrganization(product.db, clock, world.accountId, "Zweites Programm");
  await makeKey(world, "Of the first");
  await makeKey(world, "Of the second", other);
  await as(world.administrator);
  await page.goto(apiKeysPath);
  await expect(keyRow(page, "Of the first")).toBeVisible();
  await page.getByLabel("Organization").selectOption({ label: "Zweites Programm" });
  await expect(keyRow(page, "Of the second")).toBeVisible();
  await expect(keyRow(page, "Of the first")).toBeHidden();
  expect(new URL(page.url()).searchParams.get("organization")).toBe(other);
  await page.goBack();
  await expect(keyRow(page, "Of the first")).toBeVisible();
});

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
  await page.clock.runFor(29_000);
  await expect(shown).toBeVisible();
  await page.clock.runFor(1_500);
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

test("ZI-04 Edit changes name and description, and nothing else", async ({
  page,
  world,
  as,
  product,
  verify,
}) => {
  const key = await makeKey(world, "Storefront");
  const load = () => product.db.token.findUniqueOrThrow({ where: { id: key.id } });
  const before = await load();
  await as(world.administrator);
  await page.goto(apiKeysPath);
  await chooseForKey(page, "Storefront", "Edit…");
  const form = page.getByRole("dialog", { name: "Edit API key" });
  await expect(form.getByLabel("Name")).toHaveValue("Storefront");
  await form.getByLabel("Name").fill("");
  await form.getByRole("button", { name: "Save changes" }).click();
  await expect(form.getByLabel("Name")).toBeFocused();
  await form.getByLabel("Name").fill("Shop plugin");
  await form.getByLabel("Description").fill("Ask Ada");
  await form.getByRole("button", { name: "Save changes" }).click();
  await expect(keyRow(page, "Shop plugin")).toContainText("Ask Ada");
  const { updatedAt, ...after } = await load();
  expect({ ...after, updatedAt: before.updatedAt }).toEqual({
    ...before,
    name: "Shop plugin",
    notes: "Ask Ada",
  });
  expect(updatedAt.getTime()).toBeGreaterThan(before.updatedAt.getTime());
  expect((await verify(key.secret)).verdict).toBe("valid");
});

test("ZI-05 Inactivate: calls get an authentication error. Activate: they work again", async ({
  page,
  world,
  as,
  product,
}) => {
  const key = await makeKey(world, "Storefront");
  const call = () =>
    fetch(`${product.apiUrl}/api/v1.0/whoami`, { headers: { authorization: `Bearer ${key.secret}` } });
  await as(world.administrator);
  await page.goto(apiKeysPath);
  await chooseForKey(page, "Storefront", "Inactivate");
  await expect(page.getByText("Inactivated Storefront", { exact: true })).toBeVisible();
  await expect(keyRow(page, "Storefront")).toContainText("Inactive");
  const refused = await call();
  expect(refused.status).toBe(401);
  expect(refused.headers.get("www-authenticate")).toContain('error="invalid_token"');
  await chooseForKey(page, "Storefront", "Activate");
  await expect(page.getByText("Activated Storefront", { exact: true })).toBeVisible();
  await expect(keyRow(page, "Storefront")).toContainText("Active");
  expect((await call()).status).toBe(200);
});

test("ZI-06 Delete is there only while the key is inactive; it asks, says what breaks, and is for good", async ({
  page,
  world,
  as,
  product,
  verify,
}) => {
  const key = await makeKey(world, "Storefront");
  await as(world.administrator);
  await page.goto(apiKeysPath);
  await page.getByRole("button", { name: "Actions for Storefront" }).click();
  await expect(page.getByRole("menuitem", { name: "Inactivate" })).toBeVisible();
  await expect(page.getByRole("menuitem", { name: /Delete/ })).toHaveCount(0);
  await page.getByRole("menuitem", { name: "Inactivate" }).click();
  await expect(keyRow(page, "Storefront")).toContainText("Inactive");

  await chooseForKey(page, "Storefront", "Delete…");
  const question = page.getByRole("alertdialog", { name: "Delete Storefront?" });
  await expect(question).toContainText("JWTs that it signed");
  await expect(question).toContainText("has no default key then");
  await question.getByRole("button", { name: "Cancel" }).click();
  await expect(keyRow(page, "Storefront")).toBeVisible();
  await chooseForKey(page, "Storefront", "Delete…");
  await confirmDeletion(page);
  await expect(page.getByText("Deleted Storefront")).toBeVisible();
  await expect(keyRow(page, "Storefront")).toBeHidden();

  expect((await verify(key.secret)).verdict).toBe("revoked");
  const secrets = await product.db.tokenSecret.findMany({
    where: { tokenId: key.id },
    include: { ciphertext: true },
  });
  expect(secrets.map(({ destroyedAt, ciphertext }) => [destroyedAt === null, ciphertext])).toEqual([
    [false, null],
  ]);
  const tombstone = await product.db.token.findUniqueOrThrow({ where: { id: key.id } });
  expect([tombstone.name, tombstone.deletedByName]).toEqual(["Storefront", world.administrator.name]);
});

test("ZI-07 the section is for administrators: others get neither the link nor the page", async ({
  page,
  world,
  as,
  problems,
}) => {
  await makeKey(world, "Storefront");
  for (const person of [world.auditor, world.member]) {
    await as(person);
    await page.goto("/personal-tokens");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(page.getByRole("link", { name: "API keys" })).toHaveCount(0);
    expect(await page.content()).not.toContain(apiKeysPath);
    const response = await page.goto(apiKeysPath);
    expect(response?.status()).toBe(403);
    expect(await page.content()).not.toContain("Storefront");
  }
  await as(world.administrator);
  expect((await page.goto(apiKeysPath))?.status()).toBe(200);
  await expect(page.getByRole("navigation").getByRole("link", { name: "API keys" })).toBeVisible();
  // The browser itself reports the 403.
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("403")));
});

test("ZI-07 another account's organization is not there", async ({ page, world, as, problems }) => {
  await as(world.administrator);
  for (const id of ["0197a000-0000-7000-8000-000000000001", "nonsense"]) {
    expect((await page.goto(`${apiKeysPath}?organization=${id}`))?.status()).toBe(404);
  }
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("404")));
});

test("ZI-08 every action is in the audit trail, with who did it", async ({ page, context, world, as }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await as(world.administrator);
  await page.goto(apiKeysPath);
  for (const name of ["First", "Second"]) {
    await generateKey(page, name);
    await page.keyboard.press("Escape");
    await expect(keyRow(page, name)).toBeVisible();
  }
  await revealKey(page, "Second");
  await page.getByRole("button", { name: "Copy the key of Second" }).click();
  await expect(keyRow(page, "Second").getByRole("button", { name: "Copied" })).toBeVisible();
  await chooseForKey(page, "Second", "Make default");
  await expect(page.getByText("Second is the default key")).toBeVisible();
  await chooseForKey(page, "Second", "Edit…");
  const form = page.getByRole("dialog", { name: "Edit API key" });
  await form.getByLabel("Description").fill("In the vault");
  await form.getByRole("button", { name: "Save changes" }).click();
  await expect(keyRow(page, "Second")).toContainText("In the vault");
  await chooseForKey(page, "First", "Inactivate");
  await expect(keyRow(page, "First")).toContainText("Inactive");
  await chooseForKey(page, "First", "Activate");
  await expect(keyRow(page, "First")).toContainText("Active");
  await chooseForKey(page, "First", "Inactivate");
  await expect(keyRow(page, "First")).toContainText("Inactive");
  await chooseForKey(page, "First", "Delete…");
  await confirmDeletion(page);
  await expect(keyRow(page, "First")).toBeHidden();

  await page.goto("/audit");
  const who = world.administrator.name;
  for (const sentence of [
    `${who} generated First`,
    `${who} looked at the secret of Second`,
    `${who} copied the secret of Second`,
    `${who} made Second the default key of ${world.organization.name}`,
    `${who} changed the notes of Second`,
    `${who} disabled First`,
    `${who} enabled First`,
    `${who} deleted First`,
  ])
    await expect(page.getByText(sentence).first(), sentence).toBeVisible();
});

test("ZI-09 at 20 of 20 keys Generate is held, with the reason; after a deletion it is free", async ({
  page,
  world,
  as,
  product,
}) => {
  for (let i = 1; i <= 20; i++) await makeKey(world, `Key ${i}`);
  await as(world.administrator);
  await page.goto(apiKeysPath);
  await expect(page.getByText("20 of 20 keys")).toBeVisible();
  const button = page.getByRole("button", { name: "Generate API key" });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toHaveAccessibleDescription(/has all of its 20 keys. Delete one first./);
  await button.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await product.db.token.updateMany({
    where: { accountId: world.accountId, name: "Key 7" },
    data: { disabledAt: new Date() },
  });
  await page.reload();
  await chooseForKey(page, "Key 7", "Delete…");
  await confirmDeletion(page);
  await expect(page.getByText("19 of 20 keys")).toBeVisible();
  await generateKey(page, "Key 21");
});

test("ZI-10 the default key works on when others are made, and can be replaced by one of them", async ({
  page,
  world,
  as,
  verify,
}) => {
  const first = await makeKey(world, "Default integration");
  await as(world.administrator);
  await page.goto(apiKeysPath);
  const badge = (name: string) => keyRow(page, name).getByText("Default", { exact: true });
  await expect(badge("Default integration")).toBeVisible();
  await generateKey(page, "New integration");
  await page.keyboard.press("Escape");
  await expect(badge("New integration")).toHaveCount(0);
  await expect(badge("Default integration")).toBeVisible();
  expect((await verify(first.secret)).verdict).toBe("valid");
  await chooseForKey(page, "New integration", "Make default");
  await expect(badge("New integration")).toBeVisible();
  await expect(badge("Default integration")).toHaveCount(0);
  expect((await verify(first.secret)).verdict).toBe("valid");
  await page.getByRole("button", { name: "Actions for New integration" }).click();
  await expect(page.getByRole("menuitem", { name: "Make default" })).toHaveCount(0);
});

test("ZI-11 the samples on the page run as they stand, and their JWTs are recognised as that key's", async ({
  page,
  world,
  as,
  product,
}) => {
  await makeKey(world, "Default integration");
  const key = await makeKey(world, "Storefront");
  await as(world.administrator);
  await page.goto(apiKeysPath);
  await page
    .getByLabel("Key", { exact: true })
    .selectOption({ label: `Storefront (…${key.secret.slice(-4)})` });
  const env = { ...process.env, FORCE_COLOR: "0", API_TOKEN: key.secret };
  const shown = async (label: string) => {
    await page.getByRole("tab", { name: label }).click();
    return (await page.getByRole("tabpanel").locator("pre").textContent()) ?? "";
  };
  const javascript = await shown("JavaScript");
  const { stdout } = await run("node", ["--input-type=module", "-e", javascript], { env });
  expect(stdout).toMatch(/^200 /);
  expect(stdout).toContain(key.id);
  const curl = await run("sh", ["-c", `${await shown("curl")} -s`], { env });
  expect(JSON.parse(curl.stdout).token).toMatchObject({ id: key.id, name: "Storefront" });
  expect(product.apiUrl).toBeTruthy();
});

test("ZI-11 with another key's identifier, or none, a JWT is not recognised", async ({ world, verify }) => {
  const [key, other] = [await makeKey(world, "Storefront"), await makeKey(world, "Warehouse")];
  const sign = (kid: string | undefined) =>
    new SignJWT({})
      .setProtectedHeader({ alg: "HS256", kid })
      .setExpirationTime("5 minutes")
      .sign(new TextEncoder().encode(key.secret));
  expect(await verify(await sign(key.id))).toMatchObject({ verdict: "valid", token: { id: key.id } });
  expect((await verify(await sign(other.id))).verdict).toBe("unknown");
  expect((await verify(await sign(undefined))).verdict).toBe("malformed");
});

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

for (const colorScheme of ["light", "dark"] as const) {
  test(`with a key in sight axe finds nothing and nothing scrolls sideways, ${colorScheme}`, async ({
    page,
    world,
    as,
  }) => {
    await makeKey(world, "A name so long that it wraps on every screen ".repeat(3).trim());
    await makeKey(world, "Storefront");
    await as(world.administrator);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of [1280, 768, 360]) {
      await page.setViewportSize({ width, height: 800 });
      await page.goto(apiKeysPath);
      await revealKey(page, "Storefront");
      expect(await axeFindings(page), `${width} px`).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, `${width} px`).toBeLessThanOrEqual(0);
    }
  });
}
