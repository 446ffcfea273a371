import { apiAccess } from "@/e2e/support/api-access";
import { axeFindings, expect, test } from "@/e2e/support/fixtures";

test("a search with too many matches to sort says that it is listed newest first, until it is narrower", async ({
  page,
  world,
  as,
  product,
}) => {
  // Past the services: six thousand creations would take minutes.
  await product.db.$executeRaw`
    INSERT INTO "Token" ("id", "accountId", "type", "name", "actsAsUserId", "createdByName", "createdAt", "updatedAt", "prefix", "last4")
    SELECT gen_random_uuid(), ${world.accountId}::uuid, 'impersonation', 'sync ' || lpad(n::text, 4, '0'), ${world.templateUser.id}::uuid, 'Ada',
      now() - n * interval '1 minute', now(), 'IK', '0000' FROM generate_series(1, 5001) n`;
  await product.db.$executeRaw`
    INSERT INTO "TokenActivity" ("tokenId", "accountId") SELECT "id", "accountId" FROM "Token" WHERE "accountId" = ${world.accountId}::uuid`;
  await as(world.auditor);
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(`${apiAccess}?q=sync&sort=name&dir=desc`);
  const notice = page.getByRole("status").filter({ hasText: "listed newest first" });
  await expect(notice).toHaveText(
    "More than 5,000 tokens match, so they are listed newest first. Narrow the search to sort by name.",
  );
  const first = () => page.getByRole("row").getByRole("link").first();
  await expect(first()).toHaveText("sync 0001");
  await expect(page.getByRole("columnheader", { name: "Created", exact: true })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
  await expect(page.getByRole("navigation", { name: "Pages" })).toContainText("1–50 of 5,000+, newest first");
  await expect(page).toHaveURL(/sort=name/);
  expect(await axeFindings(page)).toEqual([]);

  await page.getByRole("textbox", { name: "Search tokens" }).fill("sync 42");
  await expect(notice).toHaveCount(0);
  await expect(first()).toHaveText("sync 4299");
  await expect(page.getByRole("columnheader", { name: "Token name" })).toHaveAttribute(
    "aria-sort",
    "descending",
  );
});
