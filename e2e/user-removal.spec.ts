import type { CreatedToken } from "@/domain/tokens/token-views";
import { personOf } from "@/e2e/authorisation/person-of";
import { axeFindings, expect, test } from "@/e2e/support/fixtures";
import type { Product } from "@/e2e/support/product";
import { password, type World } from "@/e2e/support/world";
import { createApiClient } from "@/services/api-clients/create";
import { createToken } from "@/services/tokens/create";

/** A personal token of the member. */
async function makePersonalToken({ context }: Product, world: World): Promise<CreatedToken> {
  const options = { accountId: world.accountId, ownerUserId: world.member.id };
  const made = await createToken(context, { type: "personal", name: "Nightly" }, options);
  if (!made.ok) throw new Error(made.refusal.message);
  return made.value;
}

const noteUse = ({ db }: Product, tokenId: string) =>
  db.tokenActivity.update({
    where: { tokenId },
    data: { firstUsedAt: new Date(), lastUsedAt: new Date(), total: 1 },
  });

test("an administrator removes a person by keyboard: says what it breaks, wants the address typed, and goes on in the list", async ({
  page,
  context,
  world,
  as,
  product,
  verify,
}) => {
  const { id, secret } = await makePersonalToken(product, world);
  await noteUse(product, id);
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

test("a removal names the API clients that the person made, and asks for the address where a token was used while it was open", async ({
  page,
  world,
  as,
  product,
  verify,
}) => {
  const { id, secret } = await makePersonalToken(product, world);
  const administrator = await personOf(world.administrator, world);
  const clients: string[] = [];
  for (let n = 1; n <= 7; n++) {
    const client = await createApiClient(administrator, { name: `Export ${n}` });
    if (!client.ok) throw new Error(client.refusal.message);
    clients.push(client.value.id);
  }
  // As if the member had been an administrator then.
  await product.db.apiClient.updateMany({
    where: { id: { in: clients.slice(0, 6) } },
    data: { createdById: world.member.id, createdByName: world.member.name },
  });
  await as(world.administrator);
  await page.goto("/users");
  const { name, email } = world.member;
  await page.getByRole("button", { name: `Actions for ${name}` }).click();
  await page.getByRole("menuitem", { name: /^Remove…/ }).click();
  const dialog = page.getByRole("alertdialog", { name: `Remove ${name}?` });
  await expect(dialog).toContainText(
    "6 API clients that they made stay. They were shown the secrets: rotate them.",
  );
  await expect(dialog).toContainText("Export 6, Export 5, Export 4, Export 3, Export 2 and 1 more");
  await expect(dialog.getByRole("link", { name: "Export 6" })).toHaveAttribute(
    "href",
    `/account/clients/${clients[5]}`,
  );
  await expect(dialog.getByRole("link", { name: "1 more" })).toHaveAttribute("href", "/account/clients");
  await expect(dialog).not.toContainText("Export 7");
  await expect(dialog.getByRole("textbox")).toHaveCount(0);
  await noteUse(product, id);
  await dialog.getByRole("button", { name: "Remove user" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Type the e-mail address of the user to confirm.");
  await expect(dialog).toContainText("It was used in the last 7 days");
  await dialog.getByLabel(`Type ${email} to confirm`).fill(email);
  await dialog.getByRole("button", { name: "Remove user" }).click();
  await expect(page.getByText(`${name} is removed`)).toBeVisible();
  expect((await verify(secret)).verdict).toBe("revoked");
});
