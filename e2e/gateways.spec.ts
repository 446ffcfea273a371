import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "@/e2e/support/fixtures";
import { readSecret } from "@/e2e/support/personal-token";

const run = promisify(execFile);

test("an operator adds a gateway, whose examples run as they stand, and removes it: it can ask no more", async ({
  page,
  context,
  world,
  as,
  product,
}) => {
  await as(world.operator);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/gateways");
  await page.getByRole("button", { name: "Add gateway" }).click();
  await page.getByLabel("Name").fill("edge-oslo");
  await page.getByRole("dialog").getByRole("button", { name: "Add gateway" }).click();
  const secret = await readSecret(page);
  const dialog = page.getByRole("dialog", { name: "Store this gateway token now" });
  const sample = async (label: string) => {
    await dialog.getByRole("tab", { name: label }).click();
    return (await dialog.getByRole("tabpanel").locator("pre").textContent()) ?? "";
  };
  const env = { ...process.env, API_TOKEN: secret };
  const verified = await run("sh", ["-c", `${await sample("Verify")} -s`], { env });
  expect(JSON.parse(verified.stdout).verdict).toBeTruthy();
  const forwarded = await run("sh", ["-c", `${await sample("Forward auth")} -s`], { env });
  expect(forwarded.stdout).toMatch(/^HTTP\/1\.1 \d{3}/);
  await dialog.getByRole("button", { name: "Copy", exact: true }).click();
  await dialog.getByRole("button", { name: "Done" }).click();
  expect(await page.content()).not.toContain(secret);

  await page.getByRole("button", { name: "Remove edge-oslo" }).click();
  const question = page.getByRole("alertdialog", { name: "Remove edge-oslo?" });
  await expect(question).toContainText("cannot be undone");
  // It was used a moment ago: once that is written, its name must be typed.
  const typed = question.getByRole("textbox");
  if (await typed.isVisible()) await typed.fill("edge-oslo");
  await question.getByRole("button", { name: "Remove gateway" }).click();
  await expect(question).toBeHidden();
  await expect(page.getByRole("row", { name: /edge-oslo/ })).toHaveCount(0);
  const refused = await fetch(`${product.apiUrl}/v1/tokens/verify`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({ token: "x" }),
  });
  expect(refused.status).toBe(401);
});

test("only operators see and reach the gateways", async ({ page, world, as, problems }) => {
  for (const person of [world.administrator, world.auditor, world.member]) {
    await as(person);
    const answer = await page.goto("/gateways");
    expect(answer?.status(), person.role).toBe(403);
    await expect(page.getByRole("link", { name: "Gateways" })).toHaveCount(0);
  }
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("403")));
});
