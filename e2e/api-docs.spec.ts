import { expect, test } from "@/e2e/support/fixtures";
import { unwrap } from "@/services/testing/tokens";
import { createToken } from "@/services/tokens/create";

for (const port of ["the desk's", "the API's"] as const) {
  test(`RZ-09 the Swagger page shows every operation on ${port} port, and asks nobody but this Keydesk`, async ({
    page,
    product,
  }) => {
    const origin = port === "the desk's" ? product.deskUrl : product.apiUrl;
    const elsewhere: string[] = [];
    page.on("request", (request) => {
      if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("data:"))
        elsewhere.push(request.url());
    });
    const answer = await page.goto(`${origin}/api/docs`);
    const policy = answer!.headers()["content-security-policy"]!;
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    const { paths } = (await (await page.request.get(`${origin}/api/v1.0/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const operations = Object.values(paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0);
    await expect(page.locator(".opblock")).toHaveCount(operations);
    expect(elsewhere).toEqual([]);
  });
}

test("RZ-09 an operation is tried out from the page with a token, which goes with the page", async ({
  page,
  product,
  world,
}) => {
  const token = unwrap(
    await createToken(
      product.context,
      { type: "organization", name: "Tried out", organizationId: world.organization.id },
      { accountId: world.accountId },
    ),
  );
  await page.goto(`${product.deskUrl}/api/docs`);
  await page.getByRole("button", { name: "Authorize", exact: true }).first().click();
  const dialog = page.locator(".dialog-ux");
  await dialog.locator("#auth-bearer-value").first().fill(token.secret);
  await dialog.getByRole("button", { name: "Apply credentials" }).first().click();
  await dialog.getByRole("button", { name: "Close" }).first().click();
  const operation = page.locator("#operations-Organization-getOrganization");
  await operation.locator(".opblock-summary-control").click();
  await operation.getByRole("button", { name: "Try it out" }).click();
  await operation.getByRole("button", { name: "Execute" }).click();
  await expect(operation.locator(".live-responses-table td.response-col_status").last()).toContainText("200");
  await expect(operation.locator(".live-responses-table")).toContainText(world.organization.id);
  expect(await page.evaluate(() => localStorage.length + sessionStorage.length)).toBe(0);
});

test("RZ-09 the Swagger page is usable on a phone: nothing is wider than the screen", async ({
  page,
  product,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${product.deskUrl}/api/docs`);
  const operation = page.locator("#operations-Organization-createOrganizationToken");
  await operation.locator(".opblock-summary-control").click();
  await expect(operation.getByRole("button", { name: "Try it out" })).toBeInViewport();
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wider).toBeLessThanOrEqual(0);
});
