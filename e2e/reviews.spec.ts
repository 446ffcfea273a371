import { apiAccess, makeToken, rowOf } from "@/e2e/support/api-access";
import { axeFindings, expect, test } from "@/e2e/support/fixtures";

test("a review from the grid to the signature: decided by keyboard and in bulk, carried out, signed by the auditor", async ({
  page,
  browser,
  world,
  as,
  verify,
}) => {
  const keep = await makeToken(world, "Billing run");
  const off = await makeToken(world, "Legacy import");
  const end = await makeToken(world, "Old partner");
  await makeToken(world, "Not in it");
  // A call within the last days: its revocation needs the number typed.
  expect((await verify(end.secret)).verdict).toBe("valid");

  await as(world.administrator);
  await page.goto(apiAccess);
  for (const name of ["Billing run", "Legacy import", "Old partner"])
    await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  await page.getByRole("toolbar").getByRole("button", { name: "Review" }).click();
  const form = page.getByRole("dialog", { name: "Start review" });
  await expect(form).toContainText("3 tokens: 3 chosen tokens.");
  await form.getByLabel("Name").fill("Autumn review");
  await form.getByRole("button", { name: "Start review" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Autumn review" })).toBeVisible();
  await expect(page.getByRole("navigation").getByRole("link", { name: /Reviews.*1 due/ })).toBeVisible();

  // By keyboard: the first row, y, a reason, Enter.
  await page.keyboard.press("j");
  await page.keyboard.press("y");
  const dialog = page.getByRole("dialog", { name: "Keep Billing run?" });
  await expect(dialog).toContainText(world.templateUser.name);
  await page.keyboard.press("Enter");
  await expect(dialog).toContainText("Say why: the reason is part of the evidence.");
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.type("Runs each night");
  await page.keyboard.press("Enter");
  await expect(rowOf(page, "Billing run")).toContainText("Runs each night");
  // Changed of mind, and back.
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(rowOf(page, "Billing run")).not.toContainText("Runs each night");
  await page.getByRole("checkbox", { name: "Select Billing run" }).check();
  await page.getByRole("toolbar").getByRole("button", { name: "Keep" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Keep", exact: true }).click();
  await expect(rowOf(page, "Billing run")).toContainText("Runs each night");

  await page.getByRole("button", { name: "Disable Legacy import" }).click();
  await page.getByRole("button", { name: "Nobody knows what it is for" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disable", exact: true }).click();
  await expect(rowOf(page, "Legacy import")).toContainText("Nobody knows");
  await page.getByRole("button", { name: "Revoke Old partner" }).click();
  await page.getByRole("button", { name: "Its owner has left" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
  await expect(rowOf(page, "Old partner")).toContainText("Its owner has left");
  // Nothing has happened to the tokens yet.
  expect((await verify(off.secret)).verdict).toBe("valid");
  await expect(page.getByRole("button", { name: "Sign" })).toHaveAttribute("aria-disabled", "true");

  await expect(async () => {
    await page.reload();
    await page.getByRole("button", { name: "Carry out 2 decisions" }).click();
    await expect(page.getByLabel("Type 1 to confirm")).toBeVisible({ timeout: 1000 });
  }).toPass();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByLabel("Type 1 to confirm").fill("1");
  await page.getByRole("dialog").getByRole("button", { name: "Carry out" }).click();
  const ended = page.getByRole("dialog", { name: "Decisions carried out" });
  await expect(ended).toContainText("1 disabled, 1 revoked.");
  await ended.getByRole("button", { name: "Close" }).first().click();
  await expect(rowOf(page, "Legacy import")).toContainText("carried out");
  const verdicts = await Promise.all(
    [keep, off, end].map(async ({ secret }) => (await verify(secret)).verdict),
  );
  expect(verdicts).toEqual(["valid", "disabled", "revoked"]);

  // The auditor is told that the signature is missing, signs, and can do nothing else here.
  const auditors = await browser.newContext({ baseURL: new URL(page.url()).origin });
  await as(world.auditor, { browser: auditors });
  const desk = await auditors.newPage();
  await desk.goto("/");
  await expect(desk.getByText("Autumn review: ready to be signed")).toBeVisible();
  await desk.getByRole("link", { name: "Open", exact: true }).click();
  await expect(desk.getByRole("button", { name: "Sign" })).toBeVisible();
  await expect(desk.getByRole("checkbox")).toHaveCount(0);
  await expect(desk.getByRole("button", { name: "More actions" })).toHaveCount(0);
  await desk.getByRole("button", { name: "Sign" }).click();
  await desk.getByLabel("Statement").fill("Seen, with the owners' letters.");
  await desk.getByRole("dialog").getByRole("button", { name: "Sign" }).click();
  await expect(desk.getByText(`Signed by ${world.auditor.name}`)).toBeVisible();
  await expect(desk.getByText("Seen, with the owners' letters.")).toBeVisible();
  expect(await axeFindings(desk)).toEqual([]);
  await desk.goto("/audit?action=review");
  for (const sentence of [
    "started the review Autumn review of 3 tokens",
    "decided to revoke Old partner in the review Autumn review: Its owner has left",
    "signed the review Autumn review: 1 kept, 1 disabled, 1 revoked",
  ])
    await expect(desk.getByText(sentence)).toBeVisible();
  await auditors.close();
});
