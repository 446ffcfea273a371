import { expect, test } from "@/e2e/support/fixtures";
import { createToken } from "@/services/tokens/create";

test("every figure of the overview leads to exactly the tokens that it counts", async ({
  page,
  world,
  as,
  product,
}) => {
  const make = async (name: string, days: number | null) => {
    const expiresAt = days === null ? null : new Date(Date.now() + days * 86_400_000);
    const made = await createToken(
      product.context,
      { type: "impersonation", name, actsAsUserId: world.templateUser.id, expiresAt },
      { accountId: world.accountId },
    );
    if (!made.ok) throw new Error(made.refusal.message);
    return made.value;
  };
  await make("Soon", 5);
  await make("Later", 90);
  const old = await make("Neglected", null);
  const createdAt = new Date(Date.now() - 100 * 86_400_000);
  await product.db.token.update({ where: { id: old.id }, data: { createdAt } });

  await as(world.auditor);
  const expected = {
    "3 active tokens": ["Soon", "Later", "Neglected"],
    "1 expire within 14 days": ["Soon"],
    "1 unused for 90 days": ["Neglected"],
    "1 never expire": ["Neglected"],
    "0 owner gone": [],
  };
  for (const [figure, names] of Object.entries(expected)) {
    await page.goto("/");
    await page.getByRole("navigation", { name: "Figures" }).getByRole("link", { name: figure }).click();
    await expect(page).toHaveURL(/\/integrations\/api-access\?/);
    for (const name of ["Soon", "Later", "Neglected"]) {
      await expect(page.getByRole("link", { name, exact: true }), `${figure}: ${name}`).toHaveCount(
        (names as string[]).includes(name) ? 1 : 0,
      );
    }
  }
  await page.goto("/");
  await page.getByRole("link", { name: "Impersonation IK 3" }).click();
  await expect(page.getByRole("link", { name: "Later", exact: true })).toBeVisible();
});

test("a member who sees nothing else starts at the own API tokens", async ({ page, world, as }) => {
  await as(world.member);
  await page.goto("/");
  await expect(page).toHaveURL(/\/personal-tokens$/);
});
