import { readFile } from "node:fs/promises";
import { openEchoUpstream } from "@/api/testing/echo-upstream";
import { startGateway } from "@/api/testing/gateway-process";
import { makeToken } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";
import { confirm, copyAndClose, createPersonalToken, readSecret } from "@/e2e/support/personal-token";
import { signInAs } from "@/e2e/support/sign-in";

test("ZP-01 the page is reached from the user menu at the top right", async ({ page, world, as }) => {
  await as(world.member);
  await page.goto("/");
  await page.getByRole("button", { name: `${world.member.name}: your menu` }).click();
  await page.getByRole("menuitem", { name: "API tokens" }).click();
  await expect(page).toHaveURL(/\/personal-tokens$/);
  await expect(page.getByRole("heading", { level: 1, name: "API tokens" })).toBeVisible();
});

test("ZP-02 each user has an own list, and nobody sees or revokes another's", async ({
  page,
  browser,
  world,
  as,
  product,
  verify,
}) => {
  await as(world.member);
  await page.goto("/personal-tokens");
  const secret = await createPersonalToken(page, "Mine alone");

  const elsewhere = await browser.newContext({ baseURL: product.deskUrl });
  await signInAs(elsewhere, world.administrator, world.accountId);
  const theirs = await elsewhere.newPage();
  await theirs.goto("/personal-tokens");
  await expect(theirs.getByText("No API tokens yet")).toBeVisible();
  await createPersonalToken(theirs, "The administrator's");
  await expect(theirs.getByText("Mine alone")).toHaveCount(0);
  await theirs.getByRole("button", { name: "Revoke API tokens" }).click();
  await confirm(theirs, /Revoke your API token/);
  await expect(theirs.getByText("No API tokens yet")).toBeVisible();
  await elsewhere.close();

  expect((await verify(secret)).verdict).toBe("valid");
  await page.reload();
  await expect(page.getByRole("row", { name: "Mine alone" })).toBeVisible();
  await expect(page.getByText("The administrator's")).toHaveCount(0);
});

test("ZP-03 create asks for a label, shows the value with Copy to Clipboard and Cancel, and never again after either", async ({
  page,
  world,
  as,
  verify,
}) => {
  await as(world.member);
  await page.goto("/personal-tokens");
  const create = async (label: string) => {
    await page.getByRole("button", { name: "Create API token" }).click();
    await page.getByLabel("Label").fill(label);
    await page.getByRole("button", { name: "Create", exact: true }).click();
    return readSecret(page);
  };
  const dialog = page.getByRole("dialog", { name: "Store this token now" });

  const copied = await create("Copied");
  await copyAndClose(page);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(copied);

  const cancelled = await create("Cancelled");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog.getByText("You won't see this secret again.")).toBeVisible();
  await dialog.getByRole("button", { name: /^Close without/ }).click();
  await expect(dialog).toBeHidden();

  for (const secret of [copied, cancelled]) {
    expect((await verify(secret)).verdict).toBe("valid");
    expect(await page.content()).not.toContain(secret);
  }
  const reloaded = await page.reload();
  const body = (await reloaded?.text()) ?? "";
  for (const secret of [copied, cancelled]) {
    expect(body).not.toContain(secret);
    expect(body).not.toContain(secret.slice(12));
  }
  await expect(page.getByRole("row", { name: /^Copied/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /^Cancelled/ })).toBeVisible();
});

test("ZP-03 Escape, a click outside and ✕ are held until the value was copied", async ({
  page,
  world,
  as,
}) => {
  await as(world.member);
  await page.goto("/personal-tokens");
  await page.getByRole("button", { name: "Create API token" }).click();
  await page.getByLabel("Label").fill("Held");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Store this token now" });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Keep it open" }).click();
  await page.mouse.click(5, 5);
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Close", exact: true }).click();
  await expect(dialog).toBeVisible();
});

test("ZP-04 a token has no expiration date unless one is given", async ({ page, world, as, product }) => {
  await as(world.member);
  await page.goto("/personal-tokens");
  await createPersonalToken(page, "For ever");
  await expect(page.getByRole("row", { name: "For ever" })).toContainText("Never");

  await page.getByRole("button", { name: "Create API token" }).click();
  await page.getByLabel("Label").fill("For a month");
  await page.getByLabel("Expiry").selectOption("days-30");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Store this token now" })).toContainText("until");
  await copyAndClose(page);

  const tokens = await product.db.token.findMany({ where: { accountId: world.accountId } });
  const expiry = new Map(tokens.map((token) => [token.name, token.expiresAt]));
  expect(expiry.get("For ever")).toBeNull();
  const days = ((expiry.get("For a month")?.getTime() ?? 0) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(29.9);
  expect(days).toBeLessThan(30.1);
});

test("ZP-05 Revoke on a row, after Confirm, stops every connection with that token and no other", async ({
  page,
  world,
  as,
  verify,
}) => {
  await as(world.member);
  await page.goto("/personal-tokens");
  const doomed = await createPersonalToken(page, "Doomed");
  const kept = await createPersonalToken(page, "Kept");

  await page.getByRole("button", { name: "Revoke Doomed" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Revoke Doomed?" });
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect((await verify(doomed)).verdict).toBe("valid");

  await page.getByRole("button", { name: "Revoke Doomed" }).click();
  await confirm(page, /Revoke Doomed/);
  expect((await verify(doomed)).verdict).toBe("revoked");
  expect((await verify(kept)).verdict).toBe("valid");
  await expect(page.getByRole("row", { name: "Doomed" })).toHaveCount(0);
  await expect(page.getByRole("row", { name: "Kept" })).toBeVisible();
});

test("ZP-06 Revoke API tokens below the table, after Confirm, stops all of the user's tokens", async ({
  page,
  world,
  as,
  verify,
}) => {
  await as(world.member);
  await page.goto("/personal-tokens");
  const secrets: string[] = [];
  for (const label of ["One", "Two", "Three"]) secrets.push(await createPersonalToken(page, label));

  const table = await page.getByRole("table", { name: "Your API tokens" }).boundingBox();
  const button = page.getByRole("button", { name: "Revoke API tokens" });
  const place = await button.boundingBox();
  expect(place?.y ?? 0).toBeGreaterThan((table?.y ?? 0) + (table?.height ?? 0) - 1);

  await button.click();
  await confirm(page, /Revoke all 3 of your API tokens/);
  for (const secret of secrets) expect((await verify(secret)).verdict).toBe("revoked");
  await expect(page.getByText("No API tokens yet")).toBeVisible();
});

test("ZP-06 what the dialog said is what is revoked: a token made meanwhile in another tab holds it up", async ({
  page,
  context,
  world,
  as,
  verify,
}) => {
  await as(world.member);
  await page.goto("/personal-tokens");
  const first = await createPersonalToken(page, "First");
  await page.getByRole("button", { name: "Revoke API tokens" }).click();

  const second = await context.newPage();
  await second.goto("/personal-tokens");
  const late = await createPersonalToken(second, "Late");

  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog).toContainText("nothing was revoked");
  expect((await verify(first)).verdict).toBe("valid");
  await expect(dialog.getByRole("heading")).toHaveText("Revoke all 2 of your API tokens?");
  await dialog.getByRole("button", { name: "Confirm" }).click();
  await expect(dialog).toBeHidden();
  for (const secret of [first, late]) expect((await verify(secret)).verdict).toBe("revoked");
});

test("ZP-07 downloading the pre-configured agent creates a token specifically for it, and the bundle works as downloaded", async ({
  page,
  world,
  as,
  product,
}) => {
  await as(world.operator);
  // Every answer about the page, action or flight payload, passes here.
  const answers: string[] = [];
  await page.route(/\/gateways/, async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    answers.push(body);
    await route.fulfill({ response, body });
  });
  await page.goto("/gateways");
  await page.getByRole("button", { name: "Add gateway" }).click();
  await page.getByLabel("Name").fill("edge-zbot");
  await page.getByRole("dialog").getByRole("button", { name: "Add gateway" }).click();
  const dialog = page.getByRole("dialog", { name: "Download nginx now" });
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Download bundle" }).click();
  const file = await download;
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("row", { name: /edge-zbot/ })).toContainText("nginx");

  const tokens = await product.db.token.findMany({ where: { accountId: world.accountId, type: "gateway" } });
  expect(tokens.map(({ name }) => name)).toEqual(["edge-zbot"]);
  const upstream = await openEchoUpstream();
  const bytes = await readFile(await file.path());
  const gateway = await startGateway({ fileName: file.suggestedFilename(), bytes }, upstream.port);
  try {
    const token = await makeToken(world, "Behind the gateway");
    const ask = async (headers: Record<string, string>) => (await fetch(gateway.url, { headers })).status;
    expect(await ask({ authorization: `Impersonation ${token.secret}` }), gateway.output()).toBe(200);
    expect(upstream.seen).toHaveLength(1);
    expect(await ask({})).toBe(401);
    expect(upstream.seen).toHaveLength(1);

    const held = await readFile(`${gateway.folder}/keydesk/gateway-token.conf`, "utf8");
    const secret = /GT_\w+/.exec(held)?.[0] ?? "";
    expect(tokens[0]?.last4).toBe(secret.slice(-4));
    expect(answers.filter((answer) => answer.includes(secret))).toHaveLength(1);
    answers.length = 0;
    await page.reload();
    await expect(page.getByRole("row", { name: /edge-zbot/ })).toBeVisible();
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.filter((answer) => answer.includes(secret.slice(12)))).toEqual([]);
    expect(page.url()).not.toContain("GT_");
    await page.unrouteAll({ behavior: "wait" });

    // Removed, it lets nothing through.
    await page.getByRole("button", { name: "Actions for edge-zbot" }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    const question = page.getByRole("alertdialog", { name: "Remove edge-zbot?" });
    const typed = question.getByRole("textbox");
    await expect(question).toBeVisible();
    if (await typed.isVisible()) await typed.fill("edge-zbot");
    await question.getByRole("button", { name: "Remove gateway" }).click();
    await expect(question).toBeHidden();
    expect(await ask({ authorization: `Impersonation ${token.secret}` })).toBe(503);
    expect(upstream.seen).toHaveLength(1);
  } finally {
    await gateway.stop();
    await upstream.close();
  }
});
