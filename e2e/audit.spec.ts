import { v7 as uuidv7 } from "uuid";
import { expect, test } from "@/e2e/support/fixtures";
import { signInAs } from "@/e2e/support/sign-in";
import type { Context } from "@/services/kernel/context";
import { createToken } from "@/services/tokens/create";
import { disableToken } from "@/services/tokens/disable";
import { editToken } from "@/services/tokens/edit";

/** A token with some history, made by the administrator of the test's account. */
async function makeHistory(context: Context, templateUserId: string) {
  const made = await createToken(context, {
    type: "impersonation",
    name: "Nightly sync",
    actsAsUserId: templateUserId,
  });
  if (!made.ok) throw new Error(made.refusal.message);
  await editToken(context, { tokenId: made.value.id, notes: "moved to the vault" });
  await disableToken(context, { tokenId: made.value.id });
  return made.value;
}

test("the audit list tells every action in a sentence, with before and after, and links to its target", async ({
  page,
  context,
  world,
  product,
}) => {
  const { sessionId } = await signInAs(context, world.administrator, world.accountId);
  const asAdministrator: Context = { ...product.context, claim: { kind: "session", sessionId } };
  const token = await makeHistory(asAdministrator, world.templateUser.id);
  await page.goto("/audit");
  const edited = page.getByRole("row", { name: /changed the notes of Nightly sync/ });
  await expect(edited).toContainText("done");
  await expect(
    page.getByRole("row", { name: /generated Nightly sync, acting as svc-reporting/ }),
  ).toBeVisible();
  await expect(page.getByRole("row", { name: /disabled Nightly sync/ })).toBeVisible();

  await edited.getByRole("button", { name: /^Details/ }).click();
  await expect(page.getByRole("row", { name: "Notes none moved to the vault" })).toBeVisible();
  await expect(edited.getByRole("link", { name: "Nightly sync" })).toHaveAttribute(
    "href",
    `/integrations/api-access/${token.id}`,
  );
  await expect(edited.getByRole("time")).toHaveAttribute("title", /UTC/);
});

test("filters are in the address, Back undoes them, and Clear all empties them", async ({
  page,
  context,
  world,
  product,
}) => {
  const { sessionId } = await signInAs(context, world.administrator, world.accountId);
  await makeHistory({ ...product.context, claim: { kind: "session", sessionId } }, world.templateUser.id);
  await page.goto("/audit");
  const rows = page.getByRole("table", { name: "Audit events" }).getByRole("row");
  await page.getByRole("button", { name: "Action" }).click();
  await page.getByLabel("token: disable").click();
  await expect(page).toHaveURL(/action=token\.disable/);
  await expect(rows).toHaveCount(2);
  await page.getByLabel("Search the audit trail").fill("no such thing");
  await expect(page).toHaveURL(/q=no/);
  await expect(page.getByRole("heading", { name: "No match" })).toBeVisible();
  await page.getByRole("link", { name: "Clear all filters" }).click();
  await expect(page).toHaveURL(/\/audit$/);
  await expect(rows).not.toHaveCount(2);
  await page.goBack();
  await expect(page.getByRole("heading", { name: "No match" })).toBeVisible();
});

test("a step that ends with its page leaves the focus on the one that leads back", async ({
  page,
  world,
  as,
  product,
}) => {
  const data = Array.from({ length: 51 }, () => ({
    id: uuidv7(),
    accountId: world.accountId,
    at: new Date(),
    actorKind: "system",
    actorName: "Keydesk",
    action: "session.sign_in_failed",
    outcome: "refused",
  }));
  await product.db.auditEvent.createMany({ data });
  await as(world.administrator);
  const step = (name: string) => page.getByRole("link", { name, exact: true });
  await page.goto("/audit?actor=system&action=session.sign_in_failed");
  await step("Older").press("Enter");
  await expect(step("Newer")).toBeFocused();
  await expect(step("Older")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(step("Older")).toBeFocused();
  await expect(step("Newest")).toHaveCount(0);

  // Whoever is elsewhere by then stays there.
  await step("Older").click();
  await page.getByRole("button", { name: "Outcome all" }).focus();
  await expect(step("Older")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Outcome all" })).toBeFocused();
});

test("each event has an address of its own, which nobody of another account can open", async ({
  page,
  context,
  world,
  product,
  problems,
}) => {
  const { sessionId } = await signInAs(context, world.administrator, world.accountId);
  await makeHistory({ ...product.context, claim: { kind: "session", sessionId } }, world.templateUser.id);
  await page.goto("/audit?action=token.create");
  await page.getByRole("button", { name: /^Details/ }).click();
  const event = await product.db.auditEvent.findFirstOrThrow({
    where: { accountId: world.accountId, action: "token.create" },
  });
  await page.getByRole("link", { name: event.id }).click();
  await expect(page).toHaveURL(new RegExp(`/audit/${event.id}$`));
  await expect(page.getByRole("heading", { level: 1 })).toContainText("generated Nightly sync");
  await expect(async () => {
    await page.reload();
    const leaf = await product.db.auditLeaf.findUniqueOrThrow({ where: { eventId: event.id } });
    await expect(page.getByText(`#${leaf.seq}`)).toHaveCount(2, { timeout: 1_000 });
  }).toPass();

  const foreign = await product.db.auditEvent.findFirstOrThrow({
    where: { accountId: { not: world.accountId } },
  });
  const answer = await page.goto(`/audit/${foreign.id}`);
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeVisible();
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("404")));
});

test("auditors read the trail, members neither see nor reach it, and their attempt is not hidden", async ({
  page,
  world,
  as,
  browser,
  product,
  problems,
}) => {
  await as(world.auditor);
  await page.goto("/audit");
  await expect(page.getByRole("heading", { level: 1, name: "Audit" })).toBeVisible();

  const elsewhere = await browser.newContext({ baseURL: product.deskUrl });
  await signInAs(elsewhere, world.member, world.accountId);
  const theirs = await elsewhere.newPage();
  const answer = await theirs.goto("/audit");
  expect(answer?.status()).toBe(403);
  await expect(theirs.getByRole("link", { name: "Audit" })).toHaveCount(0);
  await elsewhere.close();
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("403")));
});

test("an address with a filter that does not exist says which, with status 422", async ({
  page,
  world,
  as,
  problems,
}) => {
  await as(world.auditor);
  const answer = await page.goto("/audit?outcome=maybe");
  expect(answer?.status()).toBe(422);
  await expect(page.getByText("Choose done or refused.")).toBeVisible();
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("422")));
});

test("the trail is worked with the keyboard alone", async ({ page, context, world, product }) => {
  const { sessionId } = await signInAs(context, world.administrator, world.accountId);
  await makeHistory({ ...product.context, claim: { kind: "session", sessionId } }, world.templateUser.id);
  await page.goto("/audit");
  // The page listens once it is alive; until then a key does nothing.
  await expect(async () => {
    await page.keyboard.press("/");
    await expect(page.getByLabel("Search the audit trail")).toBeFocused({ timeout: 300 });
  }).toPass();
  // It may have heard the key twice: the second one is a letter.
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Nightly");
  await expect(page).toHaveURL(/q=Nightly/);
  const details = page.getByRole("button", { name: /^Details/ }).first();
  // The rows that were found take the place of the others at some moment, and what was focused goes with them.
  await expect(async () => {
    await details.focus();
    if ((await details.getAttribute("aria-expanded")) === "false") await page.keyboard.press("Enter");
    await expect(details).toHaveAttribute("aria-expanded", "true", { timeout: 1_000 });
  }).toPass();
});
