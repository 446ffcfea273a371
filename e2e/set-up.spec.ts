import { axeFindings, expect, test } from "@/e2e/support/fixtures";

const first = {
  company: "Nordhaus GmbH",
  name: "Ida Lund",
  email: "ida@nordhaus.example",
  password: "a lamp on the third shelf",
};

test("the one-time link makes the first administrator, once, and tells what is wrong without losing what was typed", async ({
  page,
  browser,
}) => {
  const link = process.env.KEYDESK_E2E_SET_UP_URL;
  if (!link) throw new Error("npm start printed no set-up link");
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Set up Keydesk");
  expect(await axeFindings(page)).toEqual([]);

  await page.getByLabel("Company").fill(first.company);
  await page.getByLabel("Your name").fill(first.name);
  await page.getByLabel("E-mail").fill(first.email);
  await page.getByRole("textbox", { name: "Password" }).fill("password1234");
  await page.getByRole("button", { name: "Set up and sign in" }).click();
  await expect(page.getByRole("textbox", { name: "Password" })).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Company")).toHaveValue(first.company);

  await page.getByRole("textbox", { name: "Password" }).fill(first.password);
  await page.getByRole("button", { name: "Set up and sign in" }).click();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByText(first.company).first()).toBeVisible();

  const stranger = await browser.newPage();
  await stranger.goto(link);
  await expect(stranger.getByText("This link does not work any more")).toBeVisible();

  await stranger.goto("/sign-in");
  await stranger.getByLabel("E-mail").fill(first.email);
  await stranger.getByRole("textbox", { name: "Password" }).fill("something else entirely");
  await stranger.getByRole("button", { name: "Sign in" }).click();
  await expect(stranger.getByRole("alert").filter({ hasText: "wrong" })).toBeVisible();
  await expect(stranger.getByLabel("E-mail")).toHaveValue(first.email);
  await stranger.getByRole("textbox", { name: "Password" }).fill(first.password);
  await stranger.getByRole("button", { name: "Sign in" }).click();
  await expect(stranger).toHaveURL(/\/$/);
  await stranger.close();
});
