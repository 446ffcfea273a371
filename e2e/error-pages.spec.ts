import { errorCodes } from "@/domain/errors/codes";
import { errorMeanings } from "@/domain/errors/meanings";
import { expect, test } from "@/e2e/support/fixtures";

const codes = Object.keys(errorCodes) as (keyof typeof errorCodes)[];

test("each code has its page, which nobody need sign in for: status, meaning, way out and an example", async ({
  page,
  product,
}) => {
  await page.goto("/docs/errors");
  for (const code of codes) await expect(page.getByRole("link", { name: code, exact: true })).toHaveCount(1);
  for (const code of codes) {
    const answer = await page.goto(`/docs/errors/${code}`);
    expect(answer?.status(), code).toBe(200);
    const { status, title, mend } = errorCodes[code];
    await expect(page.getByRole("heading", { level: 1, name: title, exact: true })).toBeVisible();
    const text = (await page.getByRole("main").innerText()).replaceAll("`", "");
    for (const part of [code, `${status} `, mend, errorMeanings[code]]) {
      expect(text, code).toContain(part.replaceAll("`", ""));
    }
    const example = (await page.getByRole("region", { name: `An answer with ${code}` }).innerText()).split(
      "\n\n",
      2,
    );
    expect(example[0]).toContain(`HTTP/1.1 ${status} `);
    expect(JSON.parse(example[1]!)).toMatchObject({
      type: `${product.deskUrl}/docs/errors/${code}`,
      status,
      code,
    });
    await expect(page.getByRole("link", { name: "API documentation" }).first()).toHaveAttribute(
      "href",
      "/api/docs",
    );
  }
});

test("the page that a refusal names is there", async ({ request, product }) => {
  const refusal = await request.get(`${product.apiUrl}/api/v1.0/export/tokens.csv`);
  const { type, code } = (await refusal.json()) as { type: string; code: string };
  expect(code).toBe("missing");
  expect((await request.get(type)).status()).toBe(200);
});

test("a code that does not exist has no page", async ({ request }) => {
  for (const code of ["nonsense", "constructor", "__proto__", "Missing", "missing.html"])
    expect((await request.get(`/docs/errors/${code}`)).status(), code).toBe(404);
});

test("from a code's page one gets to the list and to the API's documentation", async ({ page }) => {
  await page.goto("/docs/errors/disabled");
  await page.getByRole("link", { name: "invalid_token" }).click();
  await expect(page).toHaveURL(/\/docs\/errors\/invalid_token$/);
  await page
    .getByRole("navigation", { name: "Breadcrumb" })
    .getByRole("link", { name: "Error codes" })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Error codes" })).toBeVisible();
  await page.getByRole("link", { name: "API documentation" }).first().click();
  await expect(page).toHaveURL(/\/api\/docs$/);
});
