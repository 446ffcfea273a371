import type { Page } from "@playwright/test";
import { makeToken } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";
import { openProduct } from "@/e2e/support/product";
import { startReview } from "@/services/reviews/start";

test.use({ ownContext: true, viewport: { width: 360, height: 800 }, hasTouch: true, isMobile: true });

/** Controls that a finger finds less than 44 px high: their names with the height that answers to it. Links in running text are none. */
function smallTargets(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const least = 44;
    const controls = document.querySelectorAll<HTMLElement>(
      "button, select, textarea, summary, input:not([type=file]), a[class*='inline-flex'], a[data-row-link], nav a, [role=tab], label.button",
    );
    return [...controls].flatMap((control) => {
      if (!control.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return [];
      control.scrollIntoView({ block: "center", inline: "center" });
      const box = control.getBoundingClientRect();
      if (box.width < 2 || box.height < 2) return [];
      const x = box.left + box.width / 2;
      const middle = box.top + box.height / 2;
      const answers = (y: number) => {
        const hit = document.elementFromPoint(x, y);
        const label = hit?.closest("label");
        return (
          hit !== null && (control.contains(hit) || (label as HTMLLabelElement | null)?.control === control)
        );
      };
      let height = 0;
      for (let y = middle - least; y <= middle + least; y++) if (answers(y)) height += 1;
      const name = control.getAttribute("aria-label") ?? control.innerText?.trim() ?? control.id;
      return height < least ? [`${control.tagName} ${name.slice(0, 40)}: ${height}`] : [];
    });
  });
}

test("on a phone every control of the auditors' pages is at least 44 px high, and no page scrolls sideways", async ({
  page,
  world,
  as,
}) => {
  const token = await makeToken(world, "Nightly sync");
  const dueOn = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const input = { name: "Autumn", filter: {}, dueOn, reviewerIds: [world.administrator.id] };
  const review = await startReview(openProduct().context, input, { accountId: world.accountId });
  if (!review.ok) throw new Error(review.refusal.message);
  await as(world.administrator);
  for (const path of [
    "/audit",
    "/audit/inventory",
    "/audit/moment",
    "/audit/moment?find=Night",
    `/audit/moment?token=${token.id}`,
    "/exports",
    "/reviews",
    `/reviews/${review.value.id}`,
    "/verify.html",
  ]) {
    await page.goto(path);
    await expect(page.locator("h1")).toHaveCount(1);
    expect(await smallTargets(page), path).toEqual([]);
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
  }
  // The last of more tabs than there is room for.
  await page.goto("/account/retention");
  await expect(page.getByRole("link", { name: "Audit retention" })).toBeInViewport({ ratio: 1 });
  await page.goto("/audit");
  for (const opener of ["Export", "Verify in this browser"]) {
    await page.getByRole("button", { name: opener }).first().click();
    await expect(page.getByRole("dialog")).toBeVisible();
    // Behind a dialog nothing answers.
    const own = (await smallTargets(page)).filter((line) => !line.endsWith(": 0"));
    expect(own, opener).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
});
