import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { axeFindings, expect, test } from "@/e2e/support/fixtures";
import { readSecret } from "@/e2e/support/personal-token";
import { createGateway } from "@/services/gateways/create";
import { createToken } from "@/services/tokens/create";

const run = promisify(execFile);

test("an operator adds a backend, whose examples run as they stand, and removes it: it can ask no more", async ({
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
  await page.getByLabel("What asks").selectOption("backend");
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

  // What it was told shows in the list and on its page.
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("row", { name: /edge-oslo/ })).toContainText("2 refused", { timeout: 500 });
  }).toPass();
  await page.getByRole("link", { name: "edge-oslo" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "edge-oslo" })).toBeVisible();
  await expect(page.getByText("forbidden 2")).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);

  await page.getByRole("button", { name: "Remove" }).click();
  const question = page.getByRole("alertdialog", { name: "Remove edge-oslo?" });
  await expect(question).toContainText("cannot be undone");
  // It was used a moment ago: its name must be typed.
  await question.getByRole("textbox").fill("edge-oslo");
  await question.getByRole("button", { name: "Remove gateway" }).click();
  await expect(page).toHaveURL(/\/gateways$/);
  await expect(page.getByRole("row", { name: /edge-oslo/ })).toHaveCount(0);
  const refused = await fetch(`${product.apiUrl}/v1/tokens/verify`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
    body: JSON.stringify({ token: "x" }),
  });
  expect(refused.status).toBe(401);
});

test("download again makes a new token for the same gateway, and ends the one before when it was told to", async ({
  page,
  world,
  as,
  product,
}) => {
  const account = { accountId: world.accountId };
  const made = await createGateway(product.context, { name: "edge-bergen", kind: "caddy" }, account);
  if (!made.ok) throw new Error(made.refusal.message);
  await as(world.operator);
  await page.goto("/gateways");
  await page.getByRole("button", { name: "Actions for edge-bergen" }).click();
  await page.getByRole("menuitem", { name: "Download again" }).click();
  const form = page.getByRole("dialog", { name: "Download again" });
  await form.getByLabel("What asks").selectOption("traefik");
  await form.getByRole("radio", { name: "Now" }).check();
  await form.getByRole("button", { name: "Make a new token" }).click();
  const dialog = page.getByRole("dialog", { name: "Download Traefik now" });
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download bundle" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe("keydesk-edge-bergen.tar.gz");
  const listed = await run("tar", ["tzf", await file.path()]);
  expect(listed.stdout).toContain("keydesk-edge-bergen/dynamic/gateway-token.yml");
  expect((await readFile(await file.path())).length).toBeGreaterThan(500);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("row", { name: /edge-bergen/ })).toContainText("Traefik");
  const old = await fetch(`${product.apiUrl}/v1/forward-auth`, {
    headers: { "x-keydesk-gateway": made.value.secret },
  });
  expect(old.headers.get("x-keydesk-verdict")).toBe("gateway_unauthenticated");
});

test("an administrator sees what a program downloaded with a download token, and removes it", async ({
  page,
  world,
  as,
  product,
}) => {
  const made = await createToken(
    product.context,
    { type: "download", name: "Machines", organizationId: world.organization.id },
    { accountId: world.accountId },
  );
  if (!made.ok) throw new Error(made.refusal.message);
  const answer = await fetch(`${product.apiUrl}/api/v1.0/download/gateway?kind=envoy&name=rack-7`, {
    headers: { authorization: `Bearer ${made.value.secret}` },
  });
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "application/gzip"]);
  await as(world.administrator);
  await page.goto(`/organizations/${world.organization.id}/edit`);
  const row = page.getByRole("table", { name: "Downloaded gateways" }).getByRole("row", { name: /rack-7/ });
  await expect(row).toContainText("Envoy");
  await expect(row).toContainText("with Machines");
  await row.getByRole("button", { name: "Remove rack-7" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove gateway" }).click();
  await expect(row).toHaveCount(0);
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
