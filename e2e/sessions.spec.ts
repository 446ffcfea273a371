import { apiAccess, generate } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";
import { password } from "@/e2e/support/world";

test("sessions are listed and ended; a new password ends the others", async ({
  page,
  browser,
  world,
  as,
}) => {
  const theirs = await browser.newContext();
  await as(world.member, { browser: theirs });
  const other = await theirs.newPage();
  await as(world.member);
  await page.goto("/account/sessions");
  await expect(page.getByText("this session")).toHaveCount(1);
  await page.getByRole("button", { name: "End all other sessions" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End sessions" }).click();
  await expect(page.getByRole("button", { name: /^End the session/ })).toHaveCount(1);
  await other.goto("/account/sessions");
  await expect(other).toHaveURL(/\/sign-in/);

  await as(world.member, { browser: theirs });
  await page.goto("/account/security");
  await page.getByLabel("Current password").fill("wrong");
  await page.getByLabel("New password").fill("seven green kettles");
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByLabel("Current password")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("New password")).toHaveValue("seven green kettles");
  await page.getByLabel("Current password").fill(password);
  await page.getByRole("button", { name: "Change password" }).click();
  await expect(page.getByText("Your password is changed")).toBeVisible();
  await other.goto("/account/sessions");
  await expect(other).toHaveURL(/\/sign-in/);
  await page.reload();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Security");
});

test("signing out ends the session, and Back shows nothing", async ({ page, context, world, as }) => {
  await as(world.administrator);
  await page.goto("/users");
  const cookies = await context.cookies();
  await page.getByRole("button", { name: /your menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByText("You are signed out.")).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(/\/sign-in/);
  await context.addCookies(cookies);
  await page.goto("/users");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("a page that the browser kept for Back comes anew, and is not seen until then", async ({
  page,
  context,
  world,
  as,
}) => {
  await as(world.administrator);
  await page.goto(apiAccess);
  await generate(page, world, "Nightly sync");
  const asked: string[] = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  // What Safari does: Chromium keeps no page of ours.
  const tell = (name: string) =>
    page.evaluate((n) => void dispatchEvent(new PageTransitionEvent(n, { persisted: true })), name);
  await tell("pagehide");
  await expect(page.locator("body")).toBeHidden();
  await context.clearCookies();
  await tell("pageshow");
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  expect(asked).toEqual([]);
});

test("a person of two accounts switches between them and sees one at a time", async ({
  page,
  world,
  as,
  product,
}) => {
  const other = await product.db.account.create({
    data: {
      id: crypto.randomUUID(),
      locator: world.accountId.slice(-8).toUpperCase(),
      name: `Borealis ${world.accountId.slice(-4)}`,
      createdAt: new Date(),
    },
  });
  await product.db.membership.create({
    data: { userId: world.administrator.id, accountId: other.id, role: "auditor", createdAt: new Date() },
  });
  await as(world.administrator);
  await page.goto("/users");
  await page.getByRole("button", { name: /Switch account/ }).click();
  await page.getByRole("menuitem", { name: other.name }).click();
  await expect(page.getByRole("button", { name: new RegExp(`Account: ${other.name}`) })).toBeVisible();
  await page.goto("/users");
  await expect(page.getByText(world.auditor.name)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Invite user" })).toHaveCount(0);
});

test("a tab that another one left behind in an account changes nothing in the present one, and says so", async ({
  page,
  context,
  world,
  as,
  product,
}) => {
  const other = await product.db.account.create({
    data: {
      id: crypto.randomUUID(),
      locator: world.accountId.slice(-8).split("").reverse().join(""),
      name: `Cumulus ${world.accountId.slice(-4)}`,
      createdAt: new Date(),
    },
  });
  await product.db.membership.create({
    data: {
      userId: world.administrator.id,
      accountId: other.id,
      role: "administrator",
      createdAt: new Date(),
    },
  });
  await as(world.administrator);
  await page.goto("/personal-tokens");
  await page.getByRole("button", { name: "Create API token" }).click();
  await page.getByLabel("Label").fill("Meant for the account on this page");

  const second = await context.newPage();
  await second.goto("/users");
  await second.getByRole("button", { name: /Switch account/ }).click();
  await second.getByRole("menuitem", { name: other.name }).click();
  await expect(second.getByRole("button", { name: new RegExp(`Account: ${other.name}`) })).toBeVisible();
  await expect(second.getByText("This page is still of")).toHaveCount(0);

  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByRole("dialog")).toContainText("Nothing was done: reload the page");
  expect(await product.db.token.count({ where: { accountId: other.id } })).toBe(0);
  await expect(page.getByText("This page is still of")).toBeVisible();
  // Behind a dialog that is closed comes the page as it is now: of the present account as a whole.
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: new RegExp(`Account: ${other.name}`) })).toBeVisible();
  await expect(page.getByText("This page is still of")).toHaveCount(0);

  // So does a link, never its rows in the frame of the other account.
  await second.getByRole("button", { name: /Switch account/ }).click();
  await second.getByRole("menuitem", { name: world.accountName }).click();
  await expect(page.getByRole("alert").filter({ hasText: "This page is still of" })).toBeVisible();
  await page.getByRole("link", { name: "Users", exact: true }).click();
  await expect(page.getByRole("button", { name: new RegExp(`Account: ${world.accountName}`) })).toBeVisible();
  await expect(page.getByText("This page is still of")).toHaveCount(0);
  await expect(page.getByText(world.auditor.name)).toBeVisible();

  // So does a search, which stays on its page.
  await second.getByRole("button", { name: /Switch account/ }).click();
  await second.getByRole("menuitem", { name: other.name }).click();
  await expect(page.getByText(`This page is still of ${world.accountName}`)).toBeVisible();
  await page.getByLabel("Search people").fill(world.auditor.name);
  await expect(page.getByRole("button", { name: new RegExp(`Account: ${other.name}`) })).toBeVisible();
  await expect(page.getByText("This page is still of")).toHaveCount(0);
  await expect(page.getByRole("row", { name: world.auditor.name })).toHaveCount(0);
});

test("signing in works without JavaScript, and returns only to pages of this desk", async ({
  browser,
  world,
}) => {
  const plain = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await plain.goto("/sign-in?next=//evil.example/x");
  await plain.getByLabel("E-mail").fill(world.auditor.email);
  await plain.getByLabel("Password").fill("wrong");
  await plain.getByRole("button", { name: "Sign in" }).click();
  await expect(plain.getByText("E-mail or password is wrong")).toBeVisible();
  await expect(plain.getByLabel("E-mail")).toHaveValue(world.auditor.email);
  await plain.getByLabel("Password").fill(password);
  await plain.getByRole("button", { name: "Sign in" }).click();
  await expect(plain).toHaveURL(/^http:\/\/[^/]+\/$/);
});

test("the e-mail's spelling, a wrong password and an unknown address are answered alike", async ({
  page,
  world,
}) => {
  const answers = [];
  for (const email of [world.member.email, `nobody.${world.accountId}@example.com`]) {
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("wrong password");
    await page.getByRole("button", { name: "Sign in" }).click();
    answers.push(await page.getByRole("alert").filter({ hasText: "wrong" }).textContent());
  }
  expect(answers[1]).toBe(answers[0]);
});

test("next-auth's own endpoints sign in by script, and serve nothing else", async ({
  browser,
  world,
  product,
}) => {
  const { request } = await browser.newContext({ baseURL: product.deskUrl });
  const { csrfToken } = await (await request.get("/api/auth/csrf")).json();
  const signIn = (form: Record<string, string>) =>
    request.post("/api/auth/callback/credentials", { form, maxRedirects: 0 });
  const good = { email: world.auditor.email, password, callbackUrl: "https://evil.example/" };
  expect((await signIn(good)).headers().location).toContain("csrf");
  expect((await request.get("/audit", { maxRedirects: 0 })).status()).toBe(307);
  expect((await signIn({ ...good, csrfToken, password: "wrong" })).headers().location).toBe(
    "/sign-in?error=invalid_credentials",
  );
  expect((await signIn({ ...good, csrfToken })).headers().location).toBe("/");
  expect((await request.get("/audit", { maxRedirects: 0 })).status()).toBe(200);
  for (const path of ["session", "providers", "signin", "error", "verify-request"])
    expect((await request.get(`/api/auth/${path}`, { maxRedirects: 0 })).status(), path).toBe(404);
  await request.post("/api/auth/signout", { form: { csrfToken }, maxRedirects: 0 });
  expect((await request.get("/audit", { maxRedirects: 0 })).status()).toBe(307);
});
