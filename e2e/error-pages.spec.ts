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
    const answer = await page.request.get(`/docs/errors/${code}`);
    expect(answer.status(), code).toBe(200);
    const shown = await page.evaluate(readPage, await answer.text());
    const { status, title, mend } = errorCodes[code];
    expect(shown.title).toBe(title);
    for (const part of [code, `${status} `, mend, errorMeanings[code]]) {
      expect(shown.text, code).toContain(part.replaceAll("`", ""));
    }
    const [head, body] = shown.example.split("\n\n", 2) as [string, string];
    expect(head).toContain(`HTTP/1.1 ${status} `);
    // Clients are not told everything: then the code is the gateway's, in a header.
    const told = head.includes(`X-Keydesk-Verdict: ${code}`) ? "invalid_token" : code;
    expect(JSON.parse(body)).toMatchObject({
      type: `${product.deskUrl}/docs/errors/${told}`,
      status,
      code: told,
    });
    expect(shown.links, code).toContain("/api/docs");
  }
});

/** What a page says, read out of its markup as the server sent it: without a script. */
function readPage(html: string) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  return {
    title: parsed.querySelector("h1")?.textContent,
    text: parsed.querySelector("main")?.textContent ?? "",
    example: parsed.querySelector("pre")?.textContent ?? "",
    links: [...parsed.querySelectorAll("a")].map((link) => link.getAttribute("href")),
  };
}

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
