import { axeFindings, expect, test } from "@/e2e/support/fixtures";
import { createToken } from "@/services/tokens/create";

const paths = [
  "/",
  "/integrations/api-access",
  "/personal-tokens",
  "/organizations",
  "/users",
  "/audit",
  "/gateways",
  "/account/sessions",
  "/account/security",
  "/docs/errors/forbidden",
  "/nothing-here",
];

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [1280, 360]) {
    test(`axe finds nothing on any page, ${colorScheme}, ${width} px`, async ({
      page,
      world,
      as,
      product,
      problems,
    }) => {
      await as(world.operator);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize({ width, height: 800 });
      const made = await createToken(
        product.context,
        { type: "impersonation", name: "Nightly sync", actsAsUserId: world.templateUser.id },
        { accountId: world.accountId },
      );
      if (!made.ok) throw new Error(made.refusal.message);
      for (const path of [...paths, `/integrations/api-access/${made.value.id}`]) {
        await page.goto(path);
        await expect(page.locator("h1")).toHaveCount(1);
        expect(await axeFindings(page), path).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
      }
      // The browser itself reports the 404 of the page that is not there.
      problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("404")));
    });
  }
}

test("axe finds nothing on the sign-in page in either theme", async ({ page }) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.goto("/sign-in");
    expect(await axeFindings(page)).toEqual([]);
  }
});
