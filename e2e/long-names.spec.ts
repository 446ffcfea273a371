import type { Page } from "@playwright/test";
import { choose, makeToken } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";
import { openSession } from "@/e2e/support/sign-in";
import { createApiClient } from "@/services/api-clients/create";
import type { Context } from "@/services/kernel/context";
import { startReview } from "@/services/reviews/start";

// The longest that forms take, without a place to break.
const name = "W".repeat(100);

test("no page is wider than a narrow screen, whatever the names on it are", async ({
  page,
  world,
  as,
  product,
}) => {
  const { accountId, operator, organization, templateUser } = world;
  await product.db.account.update({ where: { id: accountId }, data: { name } });
  await product.db.organization.update({ where: { id: organization.id }, data: { name } });
  await product.db.user.updateMany({
    where: { id: { in: [operator.id, templateUser.id] } },
    data: { name },
  });
  const token = await makeToken(world, name);
  const { sessionId } = await openSession(operator, accountId);
  const own: Context = { ...product.context, claim: { kind: "session", sessionId } };
  const client = await createApiClient(own, { name, notes: name, requestKey: crypto.randomUUID() });
  if (!client.ok) throw new Error(client.refusal.message);
  const review = await startReview(own, {
    name,
    filter: {},
    reviewerIds: [operator.id],
    dueOn: new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10),
  });
  if (!review.ok) throw new Error(review.refusal.message);

  await as(operator);
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of [
    "/",
    "/integrations/api-access",
    `/integrations/api-access/${token.id}`,
    "/organizations",
    `/organizations/${organization.id}`,
    `/organizations/${organization.id}/edit`,
    `/general/api-keys?organization=${organization.id}`,
    "/account",
    "/account/clients",
    `/account/clients/${client.value.id}`,
    "/account/sessions",
    "/users",
    "/users/templates",
    "/reviews",
    `/reviews/${review.value.id}`,
    "/audit",
    "/audit/inventory",
    `/audit/moment?token=${token.id}`,
    `/audit/moment?user=${operator.id}`,
    "/audit/moment?find=WWW",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await tooWide(page), path).toBe(0);
  }
  for (const { path, open } of [
    { path: "/integrations/api-access", open: () => choose(page, name, /^Delete/) },
    { path: "/account/clients", open: () => choose(page, name, /^Delete/) },
    { path: `/organizations/${organization.id}/edit`, open: () => press(page, "Generate export token") },
    { path: "/gateways", open: () => press(page, "Add gateway") },
  ]) {
    await page.goto(path);
    await open();
    const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
    await expect(dialog).toContainText(name);
    // What is beyond the edge is cut off there. At rest: it comes with a movement, and with a line where its facts are still asked for.
    await expect
      .poll(() => dialog.evaluate((panel) => panel.scrollWidth - panel.clientWidth), { message: path })
      .toBe(0);
  }
});

function press(page: Page, button: string): Promise<void> {
  return page.getByRole("button", { name: button }).first().click();
}

function tooWide(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
