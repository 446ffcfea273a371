import { editPath } from "@/e2e/support/account";
import { makeToken } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";
import { password } from "@/e2e/support/world";

test("RZ-06 an operator changes the plan on the page, and is told first what it stops; an administrator does not", async ({
  page,
  world,
  as,
  verify,
}) => {
  const { secret } = await makeToken(world, "Terraform", { type: "account", actsAsUserId: null });
  await as(world.administrator);
  await page.goto("/account/limits");
  await expect(page.getByRole("heading", { name: "Platform plan" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Change plan and limits" })).toHaveCount(0);

  await page.context().clearCookies();
  await as(world.operator, { secondsAgo: 3600 });
  await page.goto("/account/limits");
  await page.getByRole("button", { name: "Change plan and limits" }).click();
  const dialog = page.getByRole("dialog", { name: "Change plan and limits" });
  await dialog.getByLabel("Plan").selectOption("professional");
  await expect(dialog.getByRole("status")).toContainText("Professional refuses 1 account token");
  await dialog.getByLabel("Licensed assets").fill("many");
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await expect(dialog.getByText("The number of licensed assets is a number.")).toBeVisible();
  await dialog.getByLabel("Licensed assets").fill("4321");
  await dialog.getByRole("button", { name: "Save changes" }).click();
  // The password is an hour old.
  const proof = page.getByRole("dialog", { name: "Confirm that it is you" });
  await proof.getByLabel("Password").fill(password);
  await proof.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByRole("heading", { name: "Professional plan" })).toBeVisible();
  await expect(page.getByText("4,321 calls")).toBeVisible();
  expect((await verify(secret)).verdict).toBe("plan_required");
});

test("an organization is deleted with its name typed, which is told what it breaks; its tokens end at once", async ({
  page,
  world,
  as,
  verify,
}) => {
  const { secret } = await makeToken(world, "Importer", {
    type: "organization",
    actsAsUserId: null,
    organizationId: world.organization.id,
  });
  await as(world.administrator);
  await page.goto(editPath(world));
  await page.getByRole("button", { name: "Delete organization" }).click();
  const dialog = page.getByRole("alertdialog", { name: `Delete ${world.organization.name}?` });
  await expect(dialog).toContainText("It has 1 token. None was used in the last hour.");
  await dialog.getByRole("textbox").fill(world.organization.name);
  await dialog.getByRole("button", { name: "Delete organization" }).click();
  await expect(page.getByText(`Deleted ${world.organization.name}`)).toBeVisible();
  await expect(page).toHaveURL(/\/organizations$/);
  await expect(page.getByRole("heading", { name: "No organizations yet" })).toBeVisible();
  expect((await verify(secret)).verdict).toBe("revoked");
});

test("an administrator sets how long audit events are kept and holds them, after the password; both stand in the trail", async ({
  page,
  world,
  as,
}) => {
  await as(world.administrator, { secondsAgo: 3600 });
  await page.goto("/account/retention");
  await page.getByRole("button", { name: "Change retention" }).click();
  const dialog = page.getByRole("dialog", { name: "Change audit retention" });
  await dialog.getByLabel("Days to keep events").fill("7");
  await dialog.getByRole("button", { name: "Save changes" }).click();
  await expect(dialog.getByText("Keep events for at least 30 days.")).toBeVisible();
  await dialog.getByLabel("Days to keep events").fill("90");
  await dialog.getByRole("button", { name: "Save changes" }).click();
  const proof = page.getByRole("dialog", { name: "Confirm that it is you" });
  await proof.getByLabel("Password").fill(password);
  await proof.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("90 days", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Place legal hold" }).click();
  const hold = page.getByRole("dialog", { name: "Place legal hold" });
  await hold.getByLabel("Reason").fill("Case 4711");
  await hold.getByRole("button", { name: "Place legal hold" }).click();
  await expect(page.getByText("Case 4711")).toBeVisible();
  await page.getByRole("button", { name: "Lift legal hold" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Lift legal hold" }).click();
  await expect(page.getByText("No hold is in place.")).toBeVisible();

  await page.goto("/audit");
  await expect(page.getByText("set how long audit events are kept from for ever to 90 days")).toBeVisible();
  await expect(page.getByText("placed a legal hold on the audit trail: Case 4711")).toBeVisible();
});

test("an auditor reads organizations and the account's settings and finds nothing to change; a member reaches none", async ({
  page,
  world,
  as,
  problems,
}) => {
  await makeToken(world, "Terraform", { type: "account", actsAsUserId: null });
  await as(world.auditor);
  const paths = [
    `/organizations/${world.organization.id}`,
    "/account",
    "/account/clients",
    "/account/limits",
    "/account/policy",
    "/account/sign-in",
    "/account/retention",
  ];
  for (const path of paths) {
    expect((await page.goto(path))?.status(), path).toBe(200);
    await expect(
      page.getByRole("button", { name: /Generate|Create|Change|Edit|Delete|Disable/ }),
    ).toHaveCount(0);
    await expect(page.getByRole("switch")).toHaveCount(0);
  }
  expect((await page.goto(editPath(world)))?.status()).toBe(403);
  await page.context().clearCookies();
  await as(world.member);
  for (const path of [...paths, editPath(world)]) expect((await page.goto(path))?.status(), path).toBe(403);
  problems.splice(0, problems.length, ...problems.filter((problem) => !problem.includes("403")));
});

test("the palette begins from anywhere, once: neither going back nor reloading begins again", async ({
  page,
  world,
  as,
}) => {
  await as(world.administrator);
  for (const [label, path] of [
    ["Generate account API token", "/account"],
    ["Create API client", "/account/clients"],
    ["Generate API token", "/integrations/api-access"],
  ] as const) {
    await page.goto("/organizations");
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill(label);
    await page.getByRole("option", { name: label, exact: true }).click();
    const form = page.getByRole("dialog", { name: label });
    await expect(form).toBeVisible();
    await expect(page).toHaveURL((url) => url.pathname + url.search === path);
    await page.reload();
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await expect(form).toHaveCount(0);
  }
});
