import { v7 as uuidv7 } from "uuid";
import { apiAccess, makeToken, rowOf } from "@/e2e/support/api-access";
import { axeFindings, expect, test } from "@/e2e/support/fixtures";
import { seedTokens } from "@/services/seed/tokens/seed-tokens";

test("in an account of more than ten thousand tokens, what is counted is said in full and what is not as more than that", async ({
  page,
  world,
  as,
  product,
}) => {
  // Thousands of rows are written twice: that takes its time where much else runs.
  test.slow();
  const seeded = await seedTokens(product.context, { tokens: 11_000 }, { accountId: world.accountId });
  if (!seeded.ok) throw new Error(seeded.refusal.message);
  await as(world.administrator);

  await page.goto("/audit");
  await expect(
    page.getByRole("row", { name: "filled the account with 11,000 made-up tokens" }),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: /^Details: .* with 11,000 made-up tokens$/ })).toBeVisible();

  await page.goto("/users/templates");
  const row = page.getByRole("row", { name: world.templateUser.name });
  await row.getByRole("button", { name: `Actions for ${world.templateUser.name}` }).click();
  await page.getByRole("menuitem", { name: "Disable…" }).click();
  await expect(page.getByRole("alertdialog")).toContainText(
    /The [5-7],\d{3} tokens that act as this user stop/,
  );
  await page.keyboard.press("Escape");

  await page.goto(apiAccess);
  const pages = page.getByRole("navigation", { name: "Pages" });
  await expect(pages).toContainText("1–50 of 10,000+");
  await expect(page.getByRole("status").filter({ hasText: /^more than 10,000 rows$/ })).toHaveCount(1);
  expect(await axeFindings(page)).toEqual([]);
  await pages.getByRole("button", { name: "Last page" }).click();
  await expect(pages).toContainText("The last 50 of 10,000+");

  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: "Revoke all tokens…" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Revoke all tokens?" });
  await expect(dialog).toContainText(/All 1\d,\d{3} tokens of this account/);
  await dialog.getByRole("textbox").fill((await dialog.locator("label strong").textContent()) ?? "");
  await dialog.getByRole("button", { name: "Revoke all tokens" }).click();
  await expect(page.getByText(/^Revoked all 1\d,\d{3} tokens$/)).toBeVisible({ timeout: 60_000 });

  // The newest events are sign-ins, which are no changes.
  const data = Array.from({ length: 500 }, () => ({
    id: uuidv7(),
    accountId: world.accountId,
    at: new Date(),
    actorKind: "system",
    actorName: "Keydesk",
    action: "session.sign_in",
    outcome: "done",
  }));
  await product.db.auditEvent.createMany({ data });
  await page.goto("/");
  await expect(page.getByText("Nothing was changed lately.")).toBeVisible();
});

test("the actions on a selection leave the rows in sight at 400 %, each within reach of the keyboard", async ({
  page,
  world,
  as,
}) => {
  await makeToken(world, "Nightly sync");
  await as(world.administrator);
  await page.setViewportSize({ width: 320, height: 256 });
  await page.goto(apiAccess);
  await rowOf(page, "Nightly sync").getByRole("checkbox").check();
  const bar = page.getByRole("toolbar", { name: "Actions on the selection" });
  await expect(bar).toBeVisible();
  expect((await bar.boundingBox())?.height).toBeLessThan(64);
  const revoke = bar.getByRole("button", { name: "Revoke" });
  await revoke.focus();
  await expect(revoke).toBeInViewport({ ratio: 1 });
});
