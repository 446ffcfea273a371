import { apiAccess, choose, makeToken, rowOf } from "@/e2e/support/api-access";
import { axeFindings, expect, test } from "@/e2e/support/fixtures";
import type { Product } from "@/e2e/support/product";
import { createWorld } from "@/e2e/support/world";

/** A program invites somebody over HTTP. */
async function invite({ apiUrl }: Product, token: string, email: string): Promise<void> {
  const response = await fetch(`${apiUrl}/api/v1.0/account/invitations`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ email, role: "member" }),
  });
  expect(response.status, await response.text()).toBe(201);
}

/** A program gives its own token a new secret, with an hour for the old one. */
async function rotateOwn({ apiUrl }: Product, token: { id: string; secret: string }): Promise<string> {
  const response = await fetch(`${apiUrl}/api/v1.0/account/tokens/${token.id}/rotate`, {
    method: "POST",
    headers: { authorization: `Bearer ${token.secret}`, "content-type": "application/json" },
    body: JSON.stringify({ graceSeconds: 3600 }),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { secret: string }).secret;
}

const account = { type: "account", actsAsUserId: null };

test("a program that rotates its own token ends what it handed out; the list says what the rest ends with", async ({
  page,
  world,
  as,
  product,
}) => {
  const token = await makeToken(world, "Onboarding", account);
  await invite(product, token.secret, "before@x.test");
  const neighbours = await createWorld();
  const theirs = await makeToken(neighbours, "Onboarding", account);
  await invite(product, theirs.secret, "neighbour@x.test");
  const secret = await rotateOwn(product, token);
  await invite(product, token.secret, "by.old@x.test");
  await invite(product, secret, "by.new@x.test");
  await as(world.administrator);
  await page.goto("/users/invitations");
  const item = (email: string) => page.getByRole("listitem").filter({ hasText: email });
  await expect(item("by.old@x.test")).toContainText("being rotated: its link ends with the old secret");
  await expect(item("by.new@x.test")).toContainText("ends when that token is rotated, disabled or deleted");
  for (const email of ["before@x.test", "neighbour@x.test"]) await expect(item(email)).toHaveCount(0);
  expect(await axeFindings(page)).toEqual([]);

  // As it is when the hour has passed.
  await product.db.invitation.updateMany({
    where: { accountId: world.accountId, email: "by.old@x.test" },
    data: { createdAt: new Date(Date.now() - 3_600_000), expiresAt: new Date(Date.now() - 1000) },
  });
  await page.reload();
  await expect(item("by.old@x.test")).toContainText("was rotated: its link ended with the old secret");
  await expect(item("by.old@x.test")).toContainText("expired");
  await expect(page.getByRole("link", { name: "Invitations (1)" })).toBeVisible();

  await invite(product, token.secret, "late.by.old@x.test");
  await page.goto(`${apiAccess}/${token.id}`);
  await page.getByRole("button", { name: "Finish now" }).click();
  const finish = page.getByRole("alertdialog");
  await expect(finish).toContainText("Open invitations that the old secret handed out end at once");
  expect(await axeFindings(page)).toEqual([]);
  await finish.getByRole("button", { name: "End the old secret" }).click();
  await expect(page.getByText("Ended the old secret of Onboarding")).toBeVisible();
  await page.goto("/users/invitations");
  await expect(item("by.new@x.test")).toContainText("ends when that token is rotated");
  await expect(item("by.old@x.test")).toHaveCount(0);
});

test("a rotation says beforehand that it ends invitations, of tokens that can invite and of no others", async ({
  page,
  world,
  as,
}) => {
  await makeToken(world, "Onboarding", account);
  await makeToken(world, "Report");
  await as(world.administrator);
  await page.goto(apiAccess);
  const rotate = page.getByRole("dialog", { name: "Rotate token" });
  const sentence = /Open invitations that .* handed out end at once/;
  await choose(page, "Onboarding", "Rotate");
  await expect(rotate.getByText(sentence)).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await choose(page, "Report", "Rotate");
  await expect(rotate.getByText("gets a new secret")).toBeVisible();
  await expect(rotate.getByText(sentence)).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(rowOf(page, "Report")).toBeVisible();
});
