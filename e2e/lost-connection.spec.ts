import { expect, test } from "@/e2e/support/fixtures";
import { openSession } from "@/e2e/support/sign-in";
import { createApiClient } from "@/services/api-clients/create";

const offlineLines = (problem: string) => !/ERR_INTERNET_DISCONNECTED/.test(problem);

test("a dialog that closes without a connection keeps the page, which is refreshed when there is one again", async ({
  page,
  context,
  world,
  as,
  product,
  problems,
}) => {
  await as(world.administrator);
  await page.goto("/account/clients");
  await page.getByRole("button", { name: "Create API client" }).first().click();
  await expect(page.getByRole("dialog").getByLabel("Name", { exact: true })).toBeFocused();
  await context.setOffline(true);
  await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("There is no connection")).toBeVisible();
  await expect(page.getByRole("heading", { name: "API clients", exact: true })).toBeVisible();
  const { sessionId } = await openSession(world.administrator, world.accountId);
  const made = await createApiClient(
    { ...product.context, claim: { kind: "session", sessionId } },
    { name: "Made meanwhile", notes: "", requestKey: crypto.randomUUID() },
  );
  expect(made.ok).toBe(true);
  await context.setOffline(false);
  await expect(page.getByRole("link", { name: "Made meanwhile" })).toBeVisible();
  await expect(page.getByText("There is no connection")).toHaveCount(0);
  expect(problems.filter(offlineLines)).toEqual([]);
  problems.length = 0;
});
