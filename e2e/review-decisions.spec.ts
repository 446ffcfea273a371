import { personOf } from "@/e2e/authorisation/person-of";
import { makeToken, rowOf } from "@/e2e/support/api-access";
import { axeFindings, expect, test } from "@/e2e/support/fixtures";
import { openProduct } from "@/e2e/support/product";
import type { World } from "@/e2e/support/world";
import { decideReviewItems } from "@/services/reviews/decide";
import { reassignReviewItems } from "@/services/reviews/reassign";
import { startReview } from "@/services/reviews/start";

/** A review of tokens with these names that the administrator is asked about. */
async function makeReview(world: World, names: readonly string[]) {
  const tokens = await Promise.all(names.map((name) => makeToken(world, name)));
  const ids = tokens.map((token) => token.id);
  const dueOn = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const input = { name: "Autumn", filter: { ids }, dueOn, reviewerIds: [world.administrator.id] };
  const started = await startReview(openProduct().context, input, { accountId: world.accountId });
  if (!started.ok) throw new Error(started.refusal.message);
  return { ids, reviewId: started.value.id };
}

/** Another administrator takes a token over and decides about it. */
async function decideElsewhere(world: World, reviewId: string, tokenId: string, reason: string) {
  const context = await personOf(world.operator, world);
  const taken = { reviewId, tokenIds: [tokenId] };
  const results = [
    await reassignReviewItems(context, { ...taken, toUserId: world.operator.id }),
    await decideReviewItems(context, { ...taken, decision: "revoke", reason }),
  ];
  for (const result of results) if (!result.ok) throw new Error(result.refusal.message);
}

test("what another reviewer decided meanwhile is shown before it is overwritten, one by one and in bulk; nothing typed is lost", async ({
  page,
  world,
  as,
}) => {
  const { ids, reviewId } = await makeReview(world, ["Alpha", "Beta", "Gamma", "Left", "Theta"]);
  await as(world.administrator);
  await page.goto(`/reviews/${reviewId}`);
  await page.getByRole("button", { name: "Keep Alpha" }).click();
  const one = page.getByRole("dialog", { name: "Keep Alpha?" });
  await one.getByRole("textbox", { name: "Reason" }).fill("Runs each night");
  await decideElsewhere(world, reviewId, ids[0]!, "Its owner has left");
  await one.getByRole("button", { name: "Keep", exact: true }).click();
  const alert = one.getByRole("alert");
  await expect(alert).toContainText("Somebody else decided meanwhile");
  await expect(alert).toContainText(`Revoke, by ${world.operator.name}, `);
  await expect(alert).toContainText("“Its owner has left”");
  await expect(alert).toContainText("Deciding anyway assigns it to you.");
  await expect(alert).toBeFocused();
  await expect(one.getByRole("textbox", { name: "Reason" })).toHaveValue("Runs each night");
  expect(await axeFindings(page)).toEqual([]);
  await one.getByRole("button", { name: "Keep anyway" }).click();
  await expect(rowOf(page, "Alpha")).toContainText("Runs each night");

  // Or it stays as the other one decided.
  await page.getByRole("button", { name: "Keep Left" }).click();
  const left = page.getByRole("dialog", { name: "Keep Left?" });
  await left.getByRole("textbox", { name: "Reason" }).fill("Fine");
  await decideElsewhere(world, reviewId, ids[3]!, "Nobody needs it");
  await left.getByRole("button", { name: "Keep", exact: true }).click();
  await expect(left.getByRole("alert")).toContainText("“Nobody needs it”");
  await left.getByRole("button", { name: "Cancel" }).click();
  await expect(rowOf(page, "Left")).toContainText("Nobody needs it");
  await expect(page.getByRole("link", { name: "Theta", exact: true })).toBeFocused();

  for (const name of ["Beta", "Gamma", "Theta"])
    await page.getByRole("checkbox", { name: `Select ${name}` }).check();
  await page.getByRole("toolbar").getByRole("button", { name: "Disable" }).click();
  const many = page.getByRole("dialog", { name: "Disable 3 tokens?" });
  await many.getByRole("textbox", { name: "Reason" }).fill("Not used for 90 days");
  await decideElsewhere(world, reviewId, ids[2]!, "Replaced");
  await many.getByRole("button", { name: "Disable 3 tokens" }).click();
  await expect(many.getByRole("alert")).toContainText(
    "1 of the 3 tokens was decided about by others meanwhile",
  );
  await expect(many.getByRole("alert")).toContainText("Gamma: Revoke, by");
  const reason = many.getByRole("textbox", { name: "Reason" });
  await reason.fill("");
  await many.getByRole("button", { name: "Leave it out" }).click();
  await expect(reason).toHaveAccessibleDescription(/Say why/);
  await expect(reason).toBeFocused();
  await reason.fill("Not used for 90 days");
  await many.getByRole("button", { name: "Leave it out" }).click();
  await expect(rowOf(page, "Beta")).toContainText("Not used for 90 days");
  await expect(rowOf(page, "Theta")).toContainText("Not used for 90 days");
  await expect(rowOf(page, "Gamma")).toContainText("Replaced");
});

test("after a decision the focus goes on to the next undecided token, and to the message when none is left; what was done is said", async ({
  page,
  world,
  as,
}) => {
  const { reviewId } = await makeReview(world, ["Alpha", "Beta", "Gamma"]);
  await as(world.administrator);
  // Where decided tokens leave the list.
  await page.goto(`/reviews/${reviewId}?decision=open`);
  const link = (name: string) => page.getByRole("link", { name, exact: true });
  const status = (text: string) => page.getByRole("status").filter({ hasText: text });
  await page.getByRole("button", { name: "Keep Alpha" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("textbox", { name: "Reason" }).fill("In use");
  await page.keyboard.press("Enter");
  await expect(link("Beta")).toBeFocused();
  await expect(link("Alpha")).toHaveCount(0);
  await expect(status("Decided to keep “Alpha”. 2 left to decide.")).toBeAttached();

  // On with the keys of the row, then by the mouse; and all of them stay in the list.
  await page.keyboard.press("d");
  await page
    .getByRole("dialog", { name: "Disable Beta?" })
    .getByRole("textbox", { name: "Reason" })
    .fill("Unknown");
  await page.keyboard.press("Enter");
  await expect(link("Gamma")).toBeFocused();
  await page.goto(`/reviews/${reviewId}`);
  await page.getByRole("button", { name: "Revoke Gamma" }).click();
  await page.getByRole("button", { name: "Its owner has left" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
  const message = page.getByText("You have decided about all 3 tokens that you are asked about.");
  await expect(message).toBeFocused();
  await expect(status("Decided to revoke “Gamma”. No token waits for you.")).toBeAttached();
  expect(await axeFindings(page)).toEqual([]);

  await page.getByRole("button", { name: "Undo" }).click();
  await expect(link("Gamma")).toBeFocused();
  await expect(message).toHaveCount(0);
  await expect(status("The decision is taken back. 1 left to decide.")).toBeAttached();
});
