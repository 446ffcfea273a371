import { momentHref } from "@/components/audit/moment/moment-href";
import { editPath } from "@/e2e/support/account";
import { apiAccess, makeToken } from "@/e2e/support/api-access";
import { apiKeysPath } from "@/e2e/support/api-keys";
import { expect, test } from "@/e2e/support/fixtures";
import { holdScripts } from "@/e2e/support/hold-scripts";
import { untilHydrated } from "@/e2e/support/hydrated";

const places = [
  {
    path: apiKeysPath,
    open: "Generate API key",
    send: "Generate",
    field: "Name",
    says: "Give the key a name.",
  },
  {
    path: "/personal-tokens",
    open: "Create API token",
    send: "Create",
    field: "Label",
    says: "Give the token a label.",
  },
  {
    path: "/gateways",
    open: "Add gateway",
    send: "Add gateway",
    field: "Name",
    says: "Give the gateway a name.",
  },
  {
    path: apiAccess,
    open: "Generate API token",
    send: "Generate token",
    field: "Name",
    says: "The name is needed.",
  },
  {
    path: "/account/clients",
    open: "Create API client",
    send: "Create API client",
    field: "Name",
    says: "The name is needed.",
  },
];

test("a form says what is missing once it was sent, and from then on while one types", async ({
  page,
  world,
  as,
}) => {
  await as(world.operator);
  for (const { path, open, send, field, says } of places) {
    await page.goto(path);
    await page.getByRole("button", { name: open }).first().click();
    const form = page.getByRole("dialog", { name: open });
    const input = form.getByLabel(field, { exact: true });
    await input.fill("x");
    await input.fill("");
    await expect(input, `${open}: before it was sent`).not.toHaveAttribute("aria-invalid");
    await form.getByRole("button", { name: send, exact: true }).click();
    await expect(input, open).toHaveAccessibleDescription(new RegExp(says));
    if (path !== apiAccess) await expect(input, open).toBeFocused();
    await input.pressSequentially("N");
    await expect(input, `${open}: mended`).not.toHaveAttribute("aria-invalid");
    await expect(form.getByText(says), `${open}: mended`).toHaveCount(0);
    await input.press("Backspace");
    await expect(input, `${open}: emptied again`).toHaveAccessibleDescription(new RegExp(says));
    await expect(input).toHaveAttribute("aria-invalid", "true");
  }
});

test("what the server refused of a field is said until that field is edited, and the first such field has the focus", async ({
  page,
  world,
  as,
}) => {
  await as(world.administrator);
  await page.goto(apiKeysPath);
  await page.getByRole("button", { name: "Generate API key" }).first().click();
  const form = page.getByRole("dialog", { name: "Generate API key" });
  const [name, description] = [form.getByLabel("Name"), form.getByLabel("Description")];
  await name.fill("n".repeat(300));
  await description.fill("d".repeat(5000));
  await description.press("Control+a");
  await form.getByRole("button", { name: "Generate", exact: true }).click();
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await expect(description).toHaveAttribute("aria-invalid", "true");
  await expect(name).toBeFocused();
  await description.fill("In the vault");
  await expect(description).not.toHaveAttribute("aria-invalid");
  // Neither is the other taken for mended, nor does it take the focus from the one that is edited.
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await expect(description).toBeFocused();
  await name.fill("Storefront");
  await expect(name).not.toHaveAttribute("aria-invalid");
  await form.getByRole("button", { name: "Generate", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Your new API key" })).toBeVisible();
});

test("a form on a page shows its values before the page's scripts come, and keeps what was typed until then", async ({
  page,
  world,
  as,
  product,
  problems,
}) => {
  await as(world.administrator);
  const release = await holdScripts(page);
  await page.goto(editPath(world), { waitUntil: "commit" });
  const name = page.getByLabel("Name", { exact: true });
  await expect(name).toHaveValue(world.organization.name);
  await name.fill("Typed early");
  release();
  const save = page.getByRole("button", { name: "Save changes" });
  await untilHydrated(save);
  await expect(name).toHaveValue("Typed early");
  await save.click();
  await expect(page.getByText("Typed early is saved")).toBeVisible();
  const { id } = world.organization;
  expect((await product.db.organization.findUniqueOrThrow({ where: { id } })).name).toBe("Typed early");
  // As saved, the form begins anew.
  await name.fill("Typed later");
  await save.click();
  await expect(page.getByText("Typed later is saved")).toBeVisible();
  await page.reload();
  await expect(name).toHaveValue("Typed later");
  expect(problems).toEqual([]);
});

test.describe("what is pressed before a page's scripts come is done once they have, and is in no address", () => {
  test("an organization's form, also twice, and with a fault", async ({ page, world, as, product }) => {
    await as(world.administrator);
    const { id } = world.organization;
    const release = await holdScripts(page);
    await page.goto(editPath(world), { waitUntil: "commit" });
    const name = page.getByLabel("Name", { exact: true });
    const description = page.getByRole("textbox", { name: "Description" });
    const save = page.getByRole("button", { name: "Save changes" });
    await name.fill(" ");
    await description.fill("Typed early");
    await save.click();
    await save.click();
    release();
    await expect(name).toHaveAccessibleDescription(/./);
    await expect(description).toHaveValue("Typed early");
    await expect(page).toHaveURL(new RegExp(`${editPath(world)}$`));
    await name.fill("Typed late");
    await save.click();
    await expect(page.getByText("Typed late is saved")).toBeVisible();
    const saved = await product.db.organization.findUniqueOrThrow({ where: { id } });
    expect([saved.name, saved.description]).toEqual(["Typed late", "Typed early"]);
  });

  test("an organization's form without a fault, once for two presses", async ({
    page,
    world,
    as,
    product,
  }) => {
    await as(world.administrator);
    const release = await holdScripts(page);
    await page.goto(editPath(world), { waitUntil: "commit" });
    const save = page.getByRole("button", { name: "Save changes" });
    await page.getByLabel("Name", { exact: true }).fill("Typed early");
    await save.click();
    await save.click();
    release();
    await expect(page.getByText("Typed early is saved")).toBeVisible();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue("Typed early");
    const events = await product.db.auditEvent.count({
      where: { accountId: world.accountId, targetId: world.organization.id },
    });
    expect(events).toBe(1);
  });

  test("a password", async ({ page, world, as }) => {
    await as(world.administrator);
    const release = await holdScripts(page);
    await page.goto("/account/security", { waitUntil: "commit" });
    await page.getByLabel("Current password").fill("not the password of mine");
    await page.getByLabel("New password").fill("another horse battery staple");
    await page.getByRole("button", { name: "Change password" }).click();
    release();
    await expect(page.getByLabel("Current password")).toHaveAccessibleDescription(/password/i);
    await expect(page.getByLabel("New password")).toHaveValue("another horse battery staple");
    await expect(page).toHaveURL(/\/account\/security$/);
  });

  test("a pasted token and a moment", async ({ page, world, as }) => {
    const { secret } = await makeToken(world, "Nightly sync");
    await as(world.administrator);
    const release = await holdScripts(page);
    await page.goto(momentHref({ kind: "user", id: world.member.id }, null), { waitUntil: "commit" });
    await page.getByLabel("A token, deleted ones too").fill(secret);
    await page.getByRole("button", { name: "Find" }).click();
    await page.getByLabel("Date and time").fill("2026-01-02T03:04");
    await page.getByRole("button", { name: "Show" }).click();
    release();
    await expect(page).toHaveURL(/at=2026-01-02T03(:|%3A)04/);
    expect(page.url()).not.toContain("find=");
  });
});
