import { callApi, editPath, generateIn, setPlan, takeSecret } from "@/e2e/support/account";
import { choose, makeToken, rowOf } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

for (const [id, what, prefix] of [
  ["RZ-01", "export", "ET"],
  ["RZ-02", "download", "DT"],
] as const) {
  test(`${id} the ${what} token is generated and regenerated on the organization's Edit page; the old one ends at once`, async ({
    page,
    world,
    as,
    verify,
    product,
  }) => {
    await as(world.administrator);
    await page.goto(`/organizations/${world.organization.id}`);
    await page.getByRole("link", { name: "Edit organization" }).click();
    const old = await generateIn(page, `Generate ${what} token`);
    expect(old).toMatch(new RegExp(`^${prefix}_[0-9A-Za-z]{8}_[0-9A-Za-z]{36}$`));
    // The organization is in the string, and in what a gateway is told of it.
    const { locator } = await product.db.organization.findUniqueOrThrow({
      where: { id: world.organization.id },
    });
    expect(old).toContain(`${prefix}_${locator}_`);
    expect(await verify(old)).toMatchObject({
      verdict: "valid",
      organization: { id: world.organization.id },
    });
    const section = page.getByRole("region", { name: new RegExp(`^${what} token$`, "i") });
    await expect(section.getByText(`${prefix}_…${old.slice(-4)}`)).toBeVisible();
    // One live per organization: there is nothing more to generate.
    await expect(page.getByRole("button", { name: `Generate ${what} token`, exact: true })).toHaveCount(0);

    await page.getByRole("button", { name: `Regenerate ${what} token` }).click();
    const dialog = page.getByRole("dialog", { name: "Regenerate token" });
    await expect(dialog.getByRole("radio", { name: /^Now/ })).toBeChecked();
    await dialog.getByRole("button", { name: "Regenerate token" }).click();
    await expect(page.getByRole("dialog", { name: "Store the new secret now" })).toBeVisible();
    expect((await verify(old)).verdict).toBe("revoked");
    const secret = await takeSecret(page, "Store the new secret now");
    expect((await verify(secret)).verdict).toBe("valid");
    await expect(section.getByText(`${prefix}_…${secret.slice(-4)}`)).toBeVisible();
    expect(await page.content()).not.toContain(secret.slice(12));

    await page.goto(`/organizations/${world.organization.id}`);
    await expect(page.getByRole("link", { name: `${prefix}_…${secret.slice(-4)}` })).toBeVisible();
  });
}

test("RZ-03 organization API tokens are named, generated and revoked; each works in its organization only", async ({
  page,
  world,
  as,
  verify,
  product,
}) => {
  const branch = await product.db.organization.create({
    data: {
      ...world.organization,
      id: crypto.randomUUID(),
      accountId: world.accountId,
      locator: crypto.randomUUID().slice(0, 8),
      name: "Branch",
      createdAt: new Date(),
    },
  });
  await as(world.administrator);
  await page.goto(editPath(world));
  const label = "Generate organization API token";
  const importer = await generateIn(page, label, "Importer");
  const dashboards = await generateIn(page, label, "Dashboards");
  for (const secret of [importer, dashboards]) expect(secret).toMatch(/^OT_/);
  const section = page.getByRole("region", { name: "Organization API tokens" });
  for (const name of ["Importer", "Dashboards"])
    await expect(section.getByRole("link", { name, exact: true })).toBeVisible();
  const own = { organization: world.organization.id };
  expect(await verify(importer, own)).toMatchObject({
    verdict: "valid",
    organization: { id: own.organization },
  });
  expect((await verify(importer, { organization: branch.id })).verdict).toBe("forbidden");
  // Reads, writes and exports in it; nothing of another one, nothing of the account.
  expect((await callApi(importer, "PATCH", "/org", { description: "Set by a program" })).status).toBe(200);
  expect(await callApi(importer, "GET", "/org")).toMatchObject({
    status: 200,
    body: { id: world.organization.id, description: "Set by a program" },
  });
  expect((await callApi(importer, "GET", "/export/tokens.json")).status).toBe(200);
  for (const path of [`/org?_oid=${branch.id}`, "/account", "/account/orgs"])
    expect((await callApi(importer, "GET", path)).status, path).toBe(403);

  // Used a moment ago: its last use must be known before the dialog asks.
  await expect(async () => {
    await page.reload();
    await expect(rowOf(page, "Importer")).not.toContainText("Never used", { timeout: 500 });
  }).toPass();
  await choose(page, "Importer", /^Delete/);
  const dialog = page.getByRole("alertdialog", { name: "Delete Importer?" });
  await dialog.getByRole("textbox").fill("Importer");
  await dialog.getByRole("button", { name: "Delete token" }).click();
  await expect(page.getByText("Deleted Importer")).toBeVisible();
  await expect(rowOf(page, "Importer")).toHaveCount(0);
  expect((await verify(importer)).verdict).toBe("revoked");
  expect((await verify(dashboards)).verdict).toBe("valid");
});

test("RZ-04 account API tokens are generated on Account settings, which says how _oid names the organization", async ({
  page,
  world,
  as,
  verify,
}) => {
  await as(world.administrator);
  await page.goto("/");
  await page.getByRole("link", { name: "Account settings" }).click();
  const secret = await generateIn(page, "Generate account API token", "Terraform");
  expect(secret).toMatch(/^CT_/);
  expect(await verify(secret)).toMatchObject({ verdict: "valid", organization: null });
  const named = { organization: world.organization.id };
  expect(await verify(secret, named)).toMatchObject({
    verdict: "valid",
    organization: { id: named.organization },
  });
  await expect(page.getByText(`_oid=${world.organization.id}`)).toBeVisible();

  const oid = `?_oid=${world.organization.id}`;
  for (const path of ["/org", "/export/tokens.json"]) {
    expect(await callApi(secret, "GET", path), path).toMatchObject({
      status: 400,
      body: { code: "organization_required" },
    });
    expect((await callApi(secret, "GET", path + oid)).status, path).toBe(200);
  }
  const branch = await callApi(secret, "POST", "/account/orgs", { name: "Branch" });
  expect(branch.status).toBe(201);
  const robot = await callApi(secret, "POST", "/account/users", { kind: "template", name: "svc-made" });
  expect(robot.status).toBe(201);
  await page.goto("/organizations");
  await expect(page.getByRole("link", { name: "Branch" })).toBeVisible();
  await page.goto("/users/templates");
  await expect(page.getByText("svc-made")).toBeVisible();
  expect(
    (await callApi(secret, "DELETE", `/account/orgs/${branch.body.id}?confirmation=Branch`)).status,
  ).toBe(200);
  expect((await callApi(secret, "DELETE", `/account/users/${robot.body.id}`)).status).toBe(200);
  await page.goto("/organizations");
  await expect(page.getByRole("link", { name: world.organization.name })).toBeVisible();
  await expect(page.getByRole("link", { name: "Branch" })).toHaveCount(0);

  await page.goto("/account");
  await page.getByRole("switch", { name: "Enabled: Terraform" }).uncheck();
  await expect(page.getByText("Disabled Terraform")).toBeVisible();
  expect((await verify(secret)).verdict).toBe("disabled");
});

test("RZ-05 a client made on the page obtains an account token that works, until the client is disabled", async ({
  page,
  world,
  as,
  product,
}) => {
  await as(world.administrator);
  await page.goto("/account");
  await page.getByRole("link", { name: "API clients" }).click();
  await page.getByRole("button", { name: "Create API client" }).click();
  const form = page.getByRole("dialog", { name: "Create API client" });
  await form.getByLabel("Name").fill("Provisioning");
  await form.getByRole("button", { name: "Create API client" }).click();
  const dialog = page.getByRole("dialog", { name: "Store this client secret now" });
  const clientId = (await dialog.getByText(/^client_[0-9A-Za-z]{20}$/).textContent()) ?? "";
  const secret = await takeSecret(page, "Store this client secret now");
  expect(await page.content()).not.toContain(secret.slice(12));
  const obtain = () =>
    fetch(`${product.apiUrl}/api/v1.0/account/api/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: clientId,
        client_secret: secret,
      }),
    });
  const answer = await obtain();
  expect(answer.status).toBe(200);
  const { access_token: token } = (await answer.json()) as { access_token: string };
  expect(token).toMatch(/^CT_/);
  const whoami = () => fetch(`${product.apiUrl}/api/v1.0/whoami`, bearer(token));
  expect((await whoami()).status).toBe(200);

  await page.getByRole("link", { name: "Provisioning" }).click();
  const row = page.getByRole("row").filter({ hasText: `CT_…${token.slice(-4)}` });
  await expect(row).toContainText("Active, expires in");
  await page.getByRole("button", { name: "Disable" }).click();
  await expect(page.getByText("Disabled Provisioning")).toBeVisible();
  expect((await whoami()).status).toBe(401);
  expect((await obtain()).status).toBe(401);
  await page.getByRole("button", { name: "Enable" }).click();
  await expect(page.getByText("Enabled Provisioning")).toBeVisible();
  expect((await whoami()).status).toBe(200);
  await row.getByRole("button", { name: /^Revoke/ }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke token" }).click();
  await expect(row).toContainText("Revoked");
  expect((await whoami()).status).toBe(401);

  await page.getByRole("button", { name: "More actions" }).click();
  await page.getByRole("menuitem", { name: /^Delete/ }).click();
  await page.getByRole("alertdialog").getByRole("textbox").fill("Provisioning");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete API client" }).click();
  await expect(page.getByRole("heading", { name: "No API clients yet" })).toBeVisible();
  expect((await obtain()).status).toBe(401);
});

test("RZ-06 organization tokens need Professional or Platform, account tokens and clients Platform: to be made, and to be used", async ({
  page,
  world,
  as,
  verify,
}) => {
  const { secret: account } = await makeToken(world, "Terraform", { type: "account", actsAsUserId: null });
  const { secret: organization } = await makeToken(world, "Importer", {
    type: "organization",
    actsAsUserId: null,
    organizationId: world.organization.id,
  });
  await as(world.administrator);
  const reasonOf = async (button: string) => {
    const found = page.getByRole("button", { name: button, exact: true });
    await expect(found).toHaveAttribute("aria-disabled", "true");
    return found.evaluate(
      (element) => document.getElementById(element.getAttribute("aria-describedby") ?? "")?.textContent,
    );
  };

  await setPlan(world, "professional");
  expect((await verify(account)).verdict).toBe("plan_required");
  expect((await verify(organization)).verdict).toBe("valid");
  await page.goto("/account");
  expect(await reasonOf("Generate account API token")).toBe("Needs the Platform plan.");
  await expect(page.getByRole("row").filter({ hasText: "Terraform" })).toContainText(
    "refused: needs Platform",
  );
  await page.goto("/account/clients");
  expect(await reasonOf("Create API client")).toBe("Needs the Platform plan.");

  await setPlan(world, "community");
  expect((await verify(organization)).verdict).toBe("plan_required");
  await page.goto(editPath(world));
  expect(await reasonOf("Generate organization API token")).toBe("Needs the Professional or Platform plan.");
  await page.goto("/integrations/api-access");
  await expect(rowOf(page, "Importer")).toContainText("refused: needs Professional");
  await page.getByRole("link", { name: "Importer" }).click();
  await expect(page.getByText("The account’s plan does not include it")).toBeVisible();
  await page.goto("/account/limits");
  await expect(page.getByText("1 organization token and 1 account token")).toBeVisible();

  await setPlan(world, "platform");
  for (const secret of [account, organization]) expect((await verify(secret)).verdict).toBe("valid");
});

test("RZ-07 the page shows the figures that the headers of the API say", async ({
  page,
  world,
  as,
  product,
}) => {
  const licensedAssets = 25;
  await product.db.account.update({ where: { id: world.accountId }, data: { licensedAssets } });
  const { secret } = await makeToken(world, "Terraform", { type: "account", actsAsUserId: null });
  await as(world.auditor);
  let last = new Headers();
  for (let call = 0; call < 3; call++) {
    last = (await fetch(`${product.apiUrl}/api/v1.0/whoami`, bearer(secret))).headers;
  }
  const figures = ["Today", "Limit", "Remaining", "Total"].map((name) => [
    `X-API-Usage-${name}`,
    last.get(`X-API-Usage-${name}`),
  ]);
  expect(figures.map(([, value]) => value)).toEqual(["3", "25", "22", "3"]);
  // Counts are written each second.
  await expect(async () => {
    await page.goto("/account/limits");
    for (const [header, value] of figures) {
      const row = page.getByRole("row").filter({ hasText: header ?? "" });
      await expect(row.getByRole("cell").nth(1)).toHaveText(value ?? "", { timeout: 500 });
    }
  }).toPass();
  await expect(page.getByText("3 of 25, 22 left. Counted anew from midnight UTC")).toBeVisible();
  await expect(page.getByRole("progressbar", { name: /Calls today/ })).toHaveAttribute("value", "3");
});
