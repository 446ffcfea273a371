import type { Page } from "@playwright/test";
import { axeFindings, expect, test } from "@/e2e/support/fixtures";
import type { Product } from "@/e2e/support/product";
import type { World } from "@/e2e/support/world";
import { createApiClient } from "@/services/api-clients/create";
import { createGateway } from "@/services/gateways/create";
import { startReview } from "@/services/reviews/start";
import { createToken } from "@/services/tokens/create";

const paths = [
  "/",
  "/integrations/api-access",
  "/personal-tokens",
  "/organizations",
  "/users",
  "/reviews",
  "/audit",
  "/exports",
  "/audit/inventory",
  "/audit/moment",
  "/gateways",
  "/general/api-keys",
  "/account",
  "/account/clients",
  "/account/limits",
  "/account/policy",
  "/account/sign-in",
  "/account/retention",
  "/account/sessions",
  "/account/security",
  "/docs/errors",
  "/docs/errors/invalid_input",
  "/docs/errors/disabled",
  "/nothing-here",
];

/** Makes something for pages to show, and gives the addresses of what has a page of its own. */
async function furnish(world: World, { context, db }: Product): Promise<readonly string[]> {
  const account = { accountId: world.accountId };
  const make = async (type: string, more: Record<string, unknown> = {}) => {
    const made = await createToken(context, { type, name: `Of type ${type}`, ...more }, account);
    if (!made.ok) throw new Error(made.refusal.message);
    return made.value.id;
  };
  const token = await make("impersonation", { actsAsUserId: world.templateUser.id });
  const organizationId = world.organization.id;
  for (const type of ["export", "organization", "api_key"]) await make(type, { organizationId });
  await make("account");
  const client = await createApiClient(context, { name: "Provisioning" }, account);
  if (!client.ok) throw new Error(client.refusal.message);
  const gateway = await createGateway(context, { name: "edge-london", kind: "nginx" }, account);
  if (!gateway.ok) throw new Error(gateway.refusal.message);
  await db.gateway.update({ where: { id: gateway.value.id }, data: { downloadedWithId: token } });
  const review = await startReview(
    context,
    {
      name: "Quarterly review",
      filter: {},
      dueOn: new Date().toISOString().slice(0, 10),
      reviewerIds: [world.operator.id, world.administrator.id],
    },
    account,
  );
  if (!review.ok) throw new Error(review.refusal.message);
  return [
    `/reviews/${review.value.id}`,
    `/gateways/${gateway.value.id}`,
    `/integrations/api-access/${token}`,
    `/audit/moment?token=${token}`,
    `/audit/moment?user=${world.templateUser.id}`,
    `/organizations/${organizationId}`,
    `/organizations/${organizationId}/edit`,
    `/account/clients/${client.value.id}`,
  ];
}

function sidewaysOverflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

// As a new account sees them: empty lists have words and samples of their own.
const emptyPaths = [
  "/integrations/api-access",
  "/general/api-keys",
  "/account",
  "/account/clients",
  "/gateways",
  "/reviews",
];

/** Gives the window another width, and waits until the page has it. */
async function resize(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 800 });
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width);
}

// What differs between the themes is colour alone, and between the widths what style sheets say: no script of the desk asks for
// either. A page is loaded once for all four; every second one in each test, so that two browsers share them.
for (const half of [0, 1]) {
  const ofHalf = (all: readonly string[]) => all.filter((_, i) => i % 2 === half);

  test(`axe finds nothing on any page, light or dark, at 1280 or 360 px (${half + 1} of 2)`, async ({
    page,
    world,
    as,
    product,
    problems,
  }) => {
    // More than a dozen pages in one browser.
    test.slow();
    await as(world.operator);
    for (const path of ofHalf(emptyPaths)) {
      await page.goto(path);
      await expect(page.locator("h1")).toHaveCount(1);
      for (const width of [1280, 360]) {
        await resize(page, width);
        const overflow = await sidewaysOverflow(page);
        expect(overflow, `${path} scrolls sideways at ${width} px while it is empty`).toBeLessThanOrEqual(0);
      }
    }
    for (const path of ofHalf([...paths, ...(await furnish(world, product))])) {
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await resize(page, 1280);
      await page.goto(path);
      await expect(page.locator("h1")).toHaveCount(1);
      for (const width of [1280, 360]) {
        const place = `${path} at ${width} px`;
        await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
        await resize(page, width);
        expect(await axeFindings(page), place).toEqual([]);
        expect(await sidewaysOverflow(page), `${place} scrolls sideways`).toBeLessThanOrEqual(0);
        const light = await page.evaluate(() => getComputedStyle(document.body).color);
        await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
        const dark = await page.evaluate(() => getComputedStyle(document.body).color);
        expect(dark, `${place} follows the system`).not.toBe(light);
        expect(await axeFindings(page, ["color-contrast"]), `${place}, dark`).toEqual([]);
      }
    }
    // The browser itself reports the 404 of the page that is not there.
    problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("404")));
  });
}

test("axe finds nothing on the sign-in page in either theme", async ({ page }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.goto("/sign-in");
    expect(await axeFindings(page)).toEqual([]);
  }
});

test("what axe has to say is told, with its place", async ({ page }) => {
  await page.setContent(
    '<html lang="en"><title>x</title><main><h1>x</h1><img src="data:,"><p style="color:#999">Pale words</p></main>',
  );
  expect(await axeFindings(page)).toEqual([
    expect.stringMatching(/^color-contrast: .+ – p$/),
    expect.stringMatching(/^image-alt: .+ – img$/),
  ]);
  expect(await axeFindings(page, ["image-alt"])).toHaveLength(1);
});
