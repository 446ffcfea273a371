import { axeFindings, expect, test } from "@/e2e/support/fixtures";
import type { Product } from "@/e2e/support/product";
import { password, type World } from "@/e2e/support/world";
import { createToken } from "@/services/tokens/create";

/** A personal token of the member that was used just now. */
async function makeUsedToken({ db, context }: Product, world: World): Promise<string> {
  const options = { accountId: world.accountId, ownerUserId: world.member.id };
  const made = await createToken(context, { type: "personal", name: "Nightly" }, options);
  if (!made.ok) throw new Error(made.refusal.message);
  await db.tokenActivity.update({
    where: { tokenId: made.value.id },
    data: { firstUsedAt: new Date(), lastUsedAt: new Date(), total: 1 },
  });
  return made.value.secret;
}

test("an administrator removes a person by keyboard: says what it breaks, wants the address typed, and goes on in the list", async ({
  page,
  context,
  world,
  as,
  product,
  verify,
}) => {
  const secret = await makeUsedToken(product, world);
  expect((await verify(secret)).verdict).toBe("valid");
  await as(world.administrator, { secondsAgo: 3600 });
  const { name, email } = world.member;
  const menuOf = (who: string, on = page) => on.getByRole("button", { name: `Actions for ${who}` });
  const remove = (on = page) => on.getByRole("menuitem", { name: /^Remove…/ });
  const second = await context.newPage();
  for (const tab of [page, second]) {
    await tab.goto("/users");
    await expect(menuOf(name, tab)).toBeVisible();
  }

  const askToRemove = async (on = page) => {
    await expect(on.getByRole("menuitem").first()).toBeFocused();
    await on.keyboard.press("End");
    await expect(remove(on)).toBeFocused();
    await on.keyboard.press("Enter");
  };

  await menuOf(world.administrator.name).press("Enter");
  await expect(remove()).toHaveAttribute("aria-disabled", "true");
  await expect(remove()).toContainText("Another administrator can remove you.");
  await page.keyboard.press("Escape");

  await menuOf(name).press("Enter");
  await askToRemove();
  const dialog = page.getByRole("alertdialog", { name: `Remove ${name}?` });
  await expect(dialog).toContainText("1 token acts as them and is destroyed.");
  await expect(dialog).toContainText("Nightly (");
  const typed = dialog.getByLabel(`Type ${email} to confirm`);
  await expect(typed).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(menuOf(name)).toBeFocused();

  await page.keyboard.press("Enter");
  await askToRemove();
  await typed.press("Enter");
  await expect(dialog.getByRole("button", { name: "Remove user" })).toHaveAttribute("aria-disabled", "true");
  await typed.pressSequentially(email);
  await page.keyboard.press("Enter");
  const confirm = page.getByRole("dialog", { name: "Confirm that it is you" });
  await confirm.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  await expect(page.getByText(`${name} is removed`)).toBeVisible();
  await expect(menuOf(name)).toHaveCount(0);
  // It was the last row: the one before.
  await expect(menuOf(world.operator.name)).toBeFocused();
  expect((await verify(secret)).verdict).toBe("revoked");

  await menuOf(name, second).press("Enter");
  await askToRemove(second);
  await expect(second.getByRole("alertdialog")).toContainText(`${name} is not in this account any more.`);
  await second.keyboard.press("Escape");
  await expect(menuOf(name, second)).toHaveCount(0);
  await expect(menuOf(world.operator.name, second)).toBeFocused();
});
