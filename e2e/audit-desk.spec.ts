import type { Page } from "@playwright/test";
import { axeFindings, expect, test } from "@/e2e/support/fixtures";
import { signInAs } from "@/e2e/support/sign-in";
import type { World } from "@/e2e/support/world";
import type { Context } from "@/services/kernel/context";
import { createToken } from "@/services/tokens/create";
import { disableToken } from "@/services/tokens/disable";

const make = async (context: Context, world: World, name: string) => {
  const input = { type: "impersonation", name, actsAsUserId: world.templateUser.id };
  const made = await createToken(context, input, { accountId: world.accountId });
  if (!made.ok) throw new Error(made.refusal.message);
  return made.value.id;
};
const rows = (page: Page) => page.getByRole("table", { name: "Audit events" }).getByRole("row");

test("the followed trail shows what happens without a reload, waits while one reads, and ends with the session", async ({
  page,
  context,
  world,
  product,
  problems,
}) => {
  const { sessionId } = await signInAs(context, world.auditor, world.accountId);
  await page.goto("/audit");
  await page.getByRole("button", { name: "Live" }).click();
  await expect(page).toHaveURL(/live=true/);
  await make(product.context, world, "First of all");
  await expect(rows(page).filter({ hasText: "generated First of all" })).toHaveCount(1);
  await expect(rows(page).filter({ hasText: "generated First of all" })).toContainText("#");

  // Somebody who has an event open reads.
  await rows(page)
    .filter({ hasText: "generated First of all" })
    .getByRole("button", { name: /^Details/ })
    .click();
  for (const name of ["Second", "Third"]) await make(product.context, world, name);
  const waiting = page.getByRole("button", { name: "2 new events" });
  await expect(waiting).toBeVisible();
  await expect(rows(page).filter({ hasText: "generated Third" })).toHaveCount(0);
  expect(await axeFindings(page)).toEqual([]);
  await waiting.click();
  await expect(rows(page).filter({ hasText: "generated Third" })).toHaveCount(1);
  await expect(rows(page).filter({ hasText: "generated Second" })).toHaveCount(1);
  await expect(rows(page).filter({ hasText: "generated First of all" })).toHaveCount(1);

  await product.db.session.update({ where: { id: sessionId }, data: { endedAt: new Date() } });
  await expect(page.getByText("Your session has ended.")).toBeVisible();
  // The browser's own line about that answer, and no other.
  expect(problems).toEqual([expect.stringContaining("401")]);
  problems.length = 0;
});

test("a view keeps the filter under a name, shows it to others when it is shared, and is an address", async ({
  page,
  context,
  world,
}) => {
  await signInAs(context, world.auditor, world.accountId);
  await page.goto("/audit?outcome=refused");
  await page.getByRole("button", { name: "Views" }).click();
  await page.getByRole("button", { name: "Save this view…" }).click();
  await page.getByLabel("Name").fill("Refusals of the week");
  await page.getByLabel("Share it").check();
  await page.getByRole("button", { name: "Save view" }).click();
  await expect(page.getByText("The view Refusals of the week is saved")).toBeVisible();

  await signInAs(context, world.administrator, world.accountId);
  await page.goto("/audit");
  await page.getByRole("button", { name: "Views" }).click();
  await expect(page.getByRole("link", { name: /Refusals of the week/ })).toBeFocused();
  await page.getByRole("link", { name: /Refusals of the week/ }).click();
  await expect(page).toHaveURL(/\/audit\?outcome=refused$/);
});

test("the controls at the right of the filters stay where they are when filters are chosen", async ({
  page,
  world,
  context,
  product,
}) => {
  await make(product.context, world, "Nightly sync");
  await signInAs(context, world.administrator, world.accountId);
  for (const { path, button, filters } of [
    { path: "/audit", button: "Live", filters: ["outcome=done", "actor=system", "action=token.create"] },
    {
      path: "/integrations/api-access",
      button: "Columns",
      filters: ["type=impersonation", "lastUsed=never"],
    },
  ]) {
    const placeOf = async () => {
      const views = await page.getByRole("button", { name: "Views" }).boundingBox();
      return [views, await page.getByRole("button", { name: button }).boundingBox()];
    };
    await page.goto(path);
    const before = await placeOf();
    for (const [at, filter] of filters.entries()) {
      await page.goto(`${path}?${filters.slice(0, at + 1).join("&")}`);
      await expect(page.getByRole("button", { name: "Clear all", exact: true })).toBeVisible();
      expect(await placeOf(), filter).toEqual(before);
    }
  }
  // One filter fits beside the search, so that the table stays, too.
  const head = page.getByRole("columnheader", { name: "What happened" });
  await page.goto("/audit");
  const before = await head.boundingBox();
  await page.getByRole("button", { name: "Outcome all" }).click();
  await page.getByRole("radio", { name: "done" }).click();
  await expect(page.getByRole("button", { name: "Clear all", exact: true })).toBeVisible();
  // The rows of another filter come in a table of their own.
  await expect.poll(() => head.boundingBox()).toEqual(before);
});

test("a token's page leads to who could use it at a moment, with the event that proves each fact", async ({
  page,
  context,
  world,
  product,
  problems,
}) => {
  const tokenId = await make(product.context, world, "Nightly sync");
  const { sessionId } = await signInAs(context, world.administrator, world.accountId);
  const before = new Date();
  await new Promise((resolve) => setTimeout(resolve, 20));
  await disableToken({ ...product.context, claim: { kind: "session", sessionId } }, { tokenId });
  await signInAs(context, world.auditor, world.accountId);
  await page.goto(`/integrations/api-access/${tokenId}`);
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(new RegExp(`/audit/moment\\?token=${tokenId}&at=`));
  await page.goto(`/audit/moment?token=${tokenId}`);
  await expect(page.getByText("Nobody could use it: it was disabled.")).toBeVisible();
  const enabled = page.getByRole("row", { name: /^Enabled no/ });
  await expect(enabled).toContainText("disabled Nightly sync");

  await page.goto(`/audit/moment?token=${tokenId}&at=${before.toISOString()}`);
  await expect(page.getByText(/Whoever held its secret could use it, as svc-reporting/)).toBeVisible();
  await expect(page.getByRole("row", { name: /^Acts as/ })).toContainText("generated Nightly sync");
  await page.setViewportSize({ width: 360, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(problems).toEqual([]);
});

test("a moment stays the same in another zone, also in the hour that a night in autumn has twice", async ({
  browser,
  world,
  as,
  product,
}) => {
  const tokenId = await make(product.context, world, "Nightly sync");
  const berlin = await browser.newContext({ timezoneId: "Europe/Berlin" });
  await as(world.auditor, { browser: berlin });
  const page = await berlin.newPage();
  for (const at of ["2026-10-25T00:30:12.345Z", "2026-10-25T01:30:12.345Z"]) {
    await page.goto(`${product.deskUrl}/audit/moment?token=${tokenId}&at=${at}`);
    await page.getByLabel("Zone").selectOption({ label: "Europe/Berlin" });
    await expect(page.getByLabel("Date and time")).toHaveValue("2026-10-25T02:30");
    await page.getByRole("button", { name: "Show" }).click();
    await page.getByLabel("Zone").selectOption({ label: "UTC" });
    await page.getByRole("button", { name: "Show" }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get("at")).toBe(at);
    await expect(page.getByText(`As of 25 Oct 2026, ${at.slice(11, 19)} UTC`)).toBeVisible();
  }
  await berlin.close();
});

test("who asks about a second moment in the browser's own zone is understood in that zone again", async ({
  browser,
  world,
  as,
  product,
}) => {
  const tokenId = await make(product.context, world, "Nightly sync");
  const kolkata = await browser.newContext({ timezoneId: "Asia/Kolkata" });
  await as(world.auditor, { browser: kolkata });
  const page = await kolkata.newPage();
  const asked = () => new URL(page.url()).searchParams.get("at");
  await page.goto(`${product.deskUrl}/audit/moment?token=${tokenId}&at=2026-03-01T00:00:00Z`);
  await page.getByLabel("Zone").selectOption("local");
  for (const [typed, at] of [
    ["2026-03-02T12:00", "2026-03-02T06:30:00Z"],
    ["2026-03-03T12:00", "2026-03-03T06:30:00Z"],
  ] as const) {
    await page.getByLabel("Date and time").fill(typed);
    await page.getByRole("button", { name: "Show" }).click();
    await expect.poll(asked).toBe(at);
    await expect(page.getByText(/^As of/)).toContainText(at.slice(11, 19));
    await expect(page.getByLabel("Zone")).toHaveValue("local");
    await expect(page.getByLabel("Date and time")).toHaveValue(typed);
  }
  await kolkata.close();
});
