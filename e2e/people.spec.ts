import { axeFindings, expect, test } from "@/e2e/support/fixtures";
import { password } from "@/e2e/support/world";

test("an administrator invites by a one-time link, after confirming the password; nothing typed is lost", async ({
  page,
  browser,
  world,
  as,
  product,
  problems,
}) => {
  await as(world.administrator, { secondsAgo: 3600 });
  await page.goto("/users");
  await page.getByRole("button", { name: "Invite user" }).click();
  const dialog = page.getByRole("dialog", { name: "Invite a user" });
  await dialog.getByLabel("E-mail").fill("not an address");
  await dialog.getByRole("button", { name: "Make the link" }).click();
  await expect(dialog.getByLabel("E-mail")).toHaveAttribute("aria-invalid", "true");
  const email = `guest.${world.accountId.slice(-8)}@example.com`;
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByText("Auditor").click();
  const permissions = dialog.getByRole("textbox", { name: /^Permissions/ });
  await permissions.fill("billing:*");
  await permissions.press("Enter");
  await permissions.fill("Not One");
  await permissions.press("Enter");
  await expect(permissions).toHaveValue("Not One");
  await permissions.fill("");
  expect(await axeFindings(page)).toEqual([]);

  await dialog.getByRole("button", { name: "Make the link" }).dblclick();
  const confirm = page.getByRole("dialog", { name: "Confirm that it is you" });
  await confirm.getByLabel("Password").fill("wrong");
  await confirm.getByRole("button", { name: "Confirm" }).click();
  await expect(confirm.getByText("This is not your password.")).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await confirm.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  const handed = page.getByRole("dialog", { name: `${email} is invited` });
  const link = await handed.getByLabel("One-time link").inputValue();
  expect(link).toMatch(/\/invitation#[0-9A-Za-z]{43}$/);
  expect(await product.db.invitation.count({ where: { email, cancelledAt: null } })).toBe(1);
  await page.keyboard.press("Escape");
  await expect(handed).toBeVisible();
  await handed.getByRole("button", { name: "Done" }).click();
  await page.getByRole("link", { name: "Invitations (1)" }).click();
  await expect(page.getByText(email)).toBeVisible();
  expect(await page.content()).not.toContain(link.split("#")[1]!);

  const guest = await (await browser.newContext()).newPage();
  await guest.goto(link);
  await expect(guest.getByRole("heading", { level: 1 })).toHaveText(`Join ${world.accountName}`);
  expect(await axeFindings(guest)).toEqual([]);
  await guest.getByLabel("Your name").fill("Nia 🦉 Osei");
  await guest.getByLabel("Password", { exact: true }).fill("Password1234");
  await guest.getByRole("button", { name: "Join and sign in" }).click();
  await expect(guest.getByText("guessed first")).toBeVisible();
  await expect(guest.getByLabel("Your name")).toHaveValue("Nia 🦉 Osei");
  await guest.getByLabel("Password", { exact: true }).fill("seven green kettles");
  await guest.getByRole("button", { name: "Join and sign in" }).dblclick();
  await expect(guest).toHaveURL(/\/$/);
  const main = guest.getByRole("navigation", { name: "Main" });
  await expect(main.getByRole("link", { name: "Audit" })).toBeVisible();
  await expect(main.getByRole("link", { name: "Gateways" })).toHaveCount(0);

  const second = await (await browser.newContext()).newPage();
  await second.goto(link);
  await expect(second.getByText("This link does not work any more")).toBeVisible();
  expect(problems).toEqual([]);
});

test("disabling a person ends their session at the next request; enabling lets them sign in again", async ({
  page,
  browser,
  world,
  as,
}) => {
  const theirs = await browser.newContext();
  await as(world.auditor, { browser: theirs });
  const other = await theirs.newPage();
  await other.goto("/audit");
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Audit");

  await as(world.administrator);
  await page.goto(`/users?q=${encodeURIComponent(world.auditor.name)}`);
  const row = page.getByRole("row", { name: new RegExp(world.auditor.name) });
  await row.getByRole("button").last().click();
  await page.getByRole("menuitem", { name: "Disable…" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Disable" }).click();
  await expect(row.getByText("disabled")).toBeVisible();
  await other.goto("/audit");
  await expect(other).toHaveURL(/\/sign-in\?next=%2Faudit/);
  await other.getByLabel("E-mail").fill(world.auditor.email);
  await other.getByLabel("Password").fill(password);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other.getByText("E-mail or password is wrong")).toBeVisible();

  await row.getByRole("button").last().click();
  await page.getByRole("menuitem", { name: "Enable", exact: true }).click();
  await expect(row.getByText("active")).toBeVisible();
  await other.getByLabel("Password").fill(password);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other).toHaveURL(/\/audit/);
});

test("the account has one administrator at least, and the page says why", async ({
  page,
  world,
  as,
  product,
}) => {
  await product.db.membership.updateMany({
    where: { accountId: world.accountId, userId: world.operator.id },
    data: { role: "member" },
  });
  await as(world.administrator);
  await page.goto(`/users?q=${encodeURIComponent(world.administrator.name)}`);
  await page
    .getByRole("row", { name: /Anna Varga/ })
    .getByRole("button")
    .last()
    .click();
  await page.getByRole("menuitem", { name: "Change role…" }).click();
  await page.getByRole("dialog").getByText("Member", { exact: true }).click();
  await page.getByRole("button", { name: "Change role" }).click();
  await expect(page.getByRole("alert").getByText("The account would have no administrator")).toBeVisible();
});

test("a template user is created, given other permissions, renamed and found by permission", async ({
  page,
  world,
  as,
}) => {
  await as(world.administrator);
  await page.goto("/users/templates");
  await page.getByRole("button", { name: "New template user" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("svc-reporting");
  await dialog.getByRole("button", { name: "Create template user" }).click();
  await expect(dialog.getByText("Is taken")).toBeVisible();
  await dialog.getByLabel("Name").fill("svc-billing");
  await dialog.getByRole("button", { name: "Add reports:read" }).click();
  await dialog.getByRole("button", { name: "Create template user" }).click();
  const row = page.getByRole("row", { name: /svc-billing/ });
  await expect(row.getByText("reports:read")).toBeVisible();

  await row.getByRole("button").last().click();
  await page.getByRole("menuitem", { name: "Permissions…" }).click();
  const permissions = page.getByRole("textbox", { name: /^Permissions/ });
  await permissions.fill("billing:read, billing:export");
  await permissions.press("Enter");
  await page.getByRole("button", { name: "Remove reports:read" }).click();
  await page.getByRole("button", { name: "Save permissions" }).click();
  await expect(row.getByText("billing:export, billing:read")).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);

  await page.getByLabel("Search template users").fill("billing:exp");
  await expect(page.getByRole("row", { name: /svc-reporting/ })).toHaveCount(0);
  await expect(row).toBeVisible();
});

test("where there is no template user yet, those who may create one are offered it; an auditor is not", async ({
  page,
  world,
  as,
  product,
}) => {
  await product.db.membership.deleteMany({
    where: { accountId: world.accountId, userId: world.templateUser.id },
  });
  await as(world.auditor);
  await page.goto("/users/templates");
  await expect(page.getByRole("heading", { name: "No template users yet" })).toBeVisible();
  await expect(page.getByRole("button", { name: "New template user" })).toHaveCount(0);

  await as(world.administrator);
  await page.reload();
  const buttons = page.getByRole("button", { name: "New template user" });
  await expect(buttons).toHaveCount(2);
  await buttons.last().focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "New template user" });
  await page.keyboard.press("Escape");
  await expect(buttons.last()).toBeFocused();
  await page.keyboard.press("Enter");
  await dialog.getByLabel("Name").fill("svc-first");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: /svc-first/ })).toBeVisible();
  await expect(buttons).toHaveCount(1);
  await expect(buttons).toBeFocused();
  expect(await axeFindings(page)).toEqual([]);
});

test("an auditor sees people and organizations, and nothing to change them with", async ({
  page,
  world,
  as,
}) => {
  await as(world.auditor);
  for (const path of ["/users", "/users/templates", "/users/invitations", "/organizations"]) {
    await page.goto(path);
    await expect(page.getByRole("button", { name: /invite|new /i })).toHaveCount(0);
    await expect(page.getByRole("button", { name: /actions|more/i })).toHaveCount(0);
    expect(await axeFindings(page), path).toEqual([]);
  }
});

test("a member reaches neither users nor organizations", async ({ page, world, as, problems }) => {
  await as(world.member);
  for (const path of ["/users", "/users/templates", "/users/invitations", "/organizations"]) {
    expect((await page.goto(path))?.status(), path).toBe(403);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your role does not allow this");
  }
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("403")));
});

test("an organization is created and renamed; a taken name is told at the field", async ({
  page,
  world,
  as,
}) => {
  await as(world.administrator);
  await page.goto("/organizations");
  await page.getByRole("button", { name: "New organization" }).first().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(world.organization.name.toUpperCase());
  await dialog.getByRole("button", { name: "Create organization" }).click();
  await expect(dialog.getByLabel("Name")).toHaveAttribute("aria-invalid", "true");
  await dialog.getByLabel("Name").fill("Warehouse Süd");
  await dialog.getByRole("button", { name: "Create organization" }).click();
  await page.getByRole("link", { name: "Warehouse Süd" }).click();
  await page.getByRole("link", { name: "Edit organization" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Warehouse Nord");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Warehouse Nord is saved")).toBeVisible();
  await page.getByRole("link", { name: "Warehouse Nord" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Warehouse Nord");
  expect(await axeFindings(page)).toEqual([]);
});
