import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "@/e2e/support/fixtures";
import { confirm, createPersonalToken, readSecret } from "@/e2e/support/personal-token";
import { createToken } from "@/services/tokens/create";

const run = promisify(execFile);
// Playwright asks its children for colours.
const plain = { ...process.env, FORCE_COLOR: "0" };

test("ZE-01 Access Token management: a new token is generated, copied, and shown only once", async ({
  page,
  world,
  as,
}) => {
  await as(world.member);
  // Every answer about the page, action or flight payload, passes here.
  const answers: string[] = [];
  await page.route(/\/personal-tokens/, async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    answers.push(body);
    await route.fulfill({ response, body });
  });
  await page.goto("/personal-tokens");
  const secret = await createPersonalToken(page, "Only once");
  const holding = () => answers.filter((answer) => answer.includes(secret));
  expect(holding()).toHaveLength(1);

  answers.length = 0;
  await page.reload();
  await expect(page.getByRole("row", { name: "Only once" })).toBeVisible();
  expect(answers.length).toBeGreaterThan(0);
  expect(holding()).toEqual([]);
});

test("ZE-01 a double click on Create makes one token", async ({ page, world, as, product }) => {
  await as(world.member);
  await page.goto("/personal-tokens");
  await page.getByRole("button", { name: "Create API token" }).click();
  await page.getByLabel("Label").fill("Twice");
  await page.getByRole("button", { name: "Create", exact: true }).dblclick();
  await readSecret(page);
  expect(await product.db.token.count({ where: { accountId: world.accountId, name: "Twice" } })).toBe(1);
});

test("ZE-02 several tokens; each is viewed and deleted at any time, and deletion revokes immediately", async ({
  page,
  world,
  as,
  verify,
}) => {
  await as(world.member);
  await page.goto("/personal-tokens");
  const secrets = new Map<string, string>();
  for (const label of ["Backup", "Deploy", "Laptop"])
    secrets.set(label, await createPersonalToken(page, label));
  for (const label of secrets.keys()) await expect(page.getByRole("row", { name: label })).toBeVisible();

  await page.getByRole("button", { name: "Revoke Deploy" }).click();
  await confirm(page, /Revoke Deploy/);
  expect((await verify(secrets.get("Deploy") ?? "")).verdict).toBe("revoked");
  expect((await verify(secrets.get("Backup") ?? "")).verdict).toBe("valid");
  expect((await verify(secrets.get("Laptop") ?? "")).verdict).toBe("valid");
});

test("ZE-03 Authorization: Bearer works, and the curl and JavaScript examples on the page run as they stand", async ({
  page,
  world,
  as,
  product,
}) => {
  await as(world.member);
  await page.goto("/personal-tokens");
  await page.getByRole("button", { name: "Create API token" }).click();
  await page.getByLabel("Label").fill("Examples");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const secret = await readSecret(page);
  const dialog = page.getByRole("dialog", { name: "Store this token now" });

  const direct = await fetch(`${product.apiUrl}/api/v1.0/whoami`, {
    headers: { Authorization: `Bearer ${secret}` },
  });
  expect(direct.status).toBe(200);
  expect((await direct.json()).token.name).toBe("Examples");

  const shown = async (label: string) => {
    await dialog.getByRole("tab", { name: label }).click();
    return (await dialog.getByRole("tabpanel").locator("pre").textContent()) ?? "";
  };
  const curl = await shown("curl");
  const javascript = await shown("JavaScript");
  expect(JSON.parse((await run("sh", ["-c", `${curl} -s`])).stdout).token.name).toBe("Examples");
  expect((await run("node", ["-e", javascript], { env: plain })).stdout).toMatch(/^200 /);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await dialog.getByRole("button", { name: /^Close without/ }).click();

  // Those that stay on the page take the token from the environment.
  const env = { ...plain, API_TOKEN: secret };
  await page.getByRole("tab", { name: "curl" }).click();
  const pageCurl = (await page.getByRole("tabpanel").locator("pre").textContent()) ?? "";
  expect(JSON.parse((await run("sh", ["-c", `${pageCurl} -s`], { env })).stdout).token.name).toBe("Examples");
  await page.getByRole("tab", { name: "JavaScript" }).click();
  const pageJavascript = (await page.getByRole("tabpanel").locator("pre").textContent()) ?? "";
  expect((await run("node", ["-e", pageJavascript], { env })).stdout).toMatch(/^200 /);
});

test("ZE-04 missing, invalid and revoked are 401, valid without the permission is 403, and both name the error", async ({
  page,
  world,
  as,
  product,
}) => {
  await as(world.member);
  await page.goto("/personal-tokens");
  const secret = await createPersonalToken(page, "Errors");
  const ask = async (authorization: string | null, query = "") => {
    const response = await fetch(`${product.apiUrl}/api/v1.0/whoami${query}`, {
      headers: authorization === null ? {} : { Authorization: authorization },
    });
    return {
      status: response.status,
      challenge: response.headers.get("www-authenticate") ?? "",
      body: (await response.json()) as { code?: string; error?: string; status?: number },
    };
  };

  const missing = await ask(null);
  expect(missing.status).toBe(401);
  expect(missing.challenge).toContain("Bearer");
  expect(missing.challenge).not.toContain("error=");
  expect(missing.body.code).toBe("missing");

  const invalid = await ask(`Bearer ${secret.slice(0, -1)}${secret.endsWith("0") ? "1" : "0"}`);
  expect(invalid.status).toBe(401);
  expect(invalid.challenge).toContain('error="invalid_token"');
  expect(invalid.body.error).toBe("invalid_token");

  const forbidden = await ask(`Bearer ${secret}`, "?permission=billing:write");
  expect(forbidden.status).toBe(403);
  expect(forbidden.challenge).toContain('error="insufficient_scope"');
  expect(forbidden.body.error).toBe("insufficient_scope");
  expect((await ask(`Bearer ${secret}`, "?permission=reports:read")).status).toBe(200);

  await page.getByRole("button", { name: "Revoke Errors" }).click();
  await confirm(page, /Revoke Errors/);
  const revoked = await ask(`Bearer ${secret}`);
  expect(revoked.status).toBe(401);
  expect(revoked.body.error).toBe("invalid_token");
});

test("ZE-05 old, unused and never-expiring tokens are marked, and each shows which application uses it", async ({
  page,
  world,
  as,
  product,
}) => {
  await as(world.member);
  const make = async (name: string, daysAgo: number) => {
    const made = await createToken(
      product.context,
      { type: "personal", name },
      { accountId: world.accountId, ownerUserId: world.member.id },
    );
    if (!made.ok) throw new Error(made.refusal.message);
    const createdAt = new Date(Date.now() - daysAgo * 86_400_000);
    await product.db.token.update({ where: { id: made.value.id }, data: { createdAt } });
    return made.value;
  };
  await make("Ancient", 200);
  await make("Forgotten", 100);
  const used = await make("Deploy pipeline", 1);
  const answer = await fetch(`${product.apiUrl}/api/v1.0/whoami`, {
    headers: { Authorization: `Bearer ${used.secret}`, "User-Agent": "zcli/1.0.41" },
  });
  expect(answer.status).toBe(200);

  await expect(async () => {
    await page.goto("/personal-tokens");
    await expect(page.getByRole("row", { name: "Deploy pipeline" })).toContainText("zcli/1.0.41", {
      timeout: 500,
    });
  }).toPass();
  await expect(page.getByRole("row", { name: "Deploy pipeline" })).toContainText("from 127.0.0.1");
  await expect(page.getByRole("row", { name: "Deploy pipeline" })).toContainText("never expires");
  await expect(page.getByRole("row", { name: "Ancient" })).toContainText("old: made 200 days ago");
  await expect(page.getByRole("row", { name: "Forgotten" })).toContainText("never used");
  await expect(page.getByRole("row", { name: "Forgotten" })).not.toContainText("old:");
  await expect(page.getByRole("row", { name: "Deploy pipeline" })).not.toContainText("old:");
});
