import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { makeToken } from "@/e2e/support/api-access";
import { expect, test } from "@/e2e/support/fixtures";
import { openProduct } from "@/e2e/support/product";
import { untilSealed } from "@/e2e/support/sealed";

const saved = async (page: Page, act: () => Promise<void>) => {
  const download = page.waitForEvent("download");
  await act();
  const done = await download;
  return { name: done.suggestedFilename(), bytes: await readFile(await done.path()) };
};

test("an auditor exports the filter of the audit page: format, progress to its end, the manifest beside it, and the list", async ({
  page,
  world,
  as,
}) => {
  await makeToken(world, "Nightly sync");
  await makeToken(world, "Weekly sync");
  await untilSealed(world.accountId);
  await as(world.auditor);
  await page.goto("/audit?action=token.create");
  await page.getByRole("button", { name: "Export…" }).click();
  const dialog = page.getByRole("dialog", { name: "Export audit events" });
  await expect(dialog.getByText(/The whole filter: 2 audit events/)).toBeVisible();
  await dialog.getByRole("radio", { name: /JSON Lines/ }).check();
  await expect(dialog.getByRole("checkbox")).toBeDisabled();
  const file = await saved(page, () => dialog.getByRole("button", { name: "Export", exact: true }).click());
  expect(file.name).toMatch(/^audit-\d{4}-\d\d-\d\d\.jsonl$/);
  await expect(dialog.getByText(/2 audit events exported/)).toBeVisible();
  const manifest = await saved(page, () => dialog.getByRole("link", { name: "Download manifest" }).click());
  expect(manifest.name).toBe(`${file.name}.manifest.json`);
  expect(JSON.parse(manifest.bytes.toString("utf8"))).toMatchObject({
    rows: 2,
    filter: { action: "token.create" },
    sha256: createHash("sha256").update(file.bytes).digest("hex"),
    exportedBy: { name: world.auditor.name },
  });
  await dialog.getByRole("link", { name: "Your exports" }).click();
  const row = page.getByRole("row", { name: new RegExp(file.name) });
  await expect(row.getByText("Whole")).toBeVisible();
  await expect(row.getByRole("link", { name: /^Manifest/ })).toBeVisible();
});

test("CSV for Excel begins with a byte order mark, and once chosen also at one click", async ({
  page,
  world,
  as,
}) => {
  await makeToken(world, "Éclair");
  await as(world.administrator);
  await page.goto("/integrations/api-access");
  const oneClick = () => saved(page, () => page.getByRole("link", { name: "Export CSV" }).click());
  expect((await oneClick()).bytes.subarray(0, 1).toString()).toBe('"');
  await page.getByRole("button", { name: "Other formats and options" }).click();
  const dialog = page.getByRole("dialog", { name: "Export tokens" });
  await dialog.getByRole("checkbox", { name: "For Excel" }).check();
  const button = dialog.getByRole("button", { name: "Export", exact: true });
  const chosen = await saved(page, () => button.click());
  await page.keyboard.press("Escape");
  await page.reload();
  for (const file of [chosen, await oneClick()]) expect(file.bytes.subarray(0, 4).toString()).toBe('\ufeff"');
});

test("a running export is cancelled from the page, and the page says what is left of it", async ({
  page,
  world,
  as,
}) => {
  await makeToken(world, "Nightly sync");
  await as(world.administrator);
  // A browser that has not begun to save yet.
  await page.addInitScript(() => {
    HTMLAnchorElement.prototype.click = () => undefined;
  });
  await page.goto("/integrations/api-access");
  await page.getByRole("button", { name: "Other formats and options" }).click();
  const dialog = page.getByRole("dialog", { name: "Export tokens" });
  await dialog.getByRole("button", { name: "Export", exact: true }).click();
  await dialog.getByRole("button", { name: "Cancel export" }).click();
  await expect(dialog.getByText("The export was cancelled.")).toBeVisible();
  await expect(dialog.getByRole("link", { name: "Download manifest" })).toHaveCount(0);
  await dialog.getByRole("button", { name: "Export again" }).click();
  await expect(dialog.getByRole("radio", { name: /^CSV/ })).toBeChecked();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Other formats and options" })).toBeFocused();
});

test("usage is exported from the day to the day that are chosen; a period that ends before it begins is said so", async ({
  page,
  world,
  as,
}) => {
  const token = await makeToken(world, "Nightly sync");
  const hours = [
    "2026-02-28T23:00:00Z",
    "2026-03-01T00:00:00Z",
    "2026-03-31T23:00:00Z",
    "2026-04-01T00:00:00Z",
  ];
  await openProduct().db.usageHour.createMany({
    data: hours.map((hour) => {
      return {
        tokenId: token.id,
        accountId: world.accountId,
        hour: new Date(hour),
        verdict: "valid",
        count: 1n,
      };
    }),
  });
  await as(world.auditor);
  await page.goto("/account/limits");
  await page.getByRole("button", { name: "Export…" }).click();
  const dialog = page.getByRole("dialog", { name: "Export rows of usage" });
  await expect(dialog.getByText("The whole filter: 4 rows of usage.")).toBeVisible();
  await dialog.getByLabel("From").fill("2026-03-01");
  await dialog.getByLabel("Before").fill("2026-02-01");
  await expect(dialog.getByText("It must lie after the first day.")).toBeVisible();
  await dialog.getByLabel("Before").fill("2026-04-01");
  await expect(dialog.getByText("The whole filter: 2 rows of usage.")).toBeVisible();
  const file = await saved(page, () => dialog.getByRole("button", { name: "Export", exact: true }).click());
  const text = file.bytes.toString("utf8");
  expect([text.includes("2026-03-01T00:00"), text.includes("2026-03-31T23:00")]).toEqual([true, true]);
  expect(text.trim().split("\r\n")).toHaveLength(3);
});
