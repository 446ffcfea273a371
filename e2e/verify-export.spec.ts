import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Page } from "@playwright/test";
import { manifestOf } from "@/domain/audit/verify/testing/export-files";
import { exportText, testLines } from "@/domain/audit/verify/testing/log-lines";
import { signedNote, testKey } from "@/domain/audit/verify/testing/test-keys";
import { axeFindings, expect, test } from "@/e2e/support/fixtures";
import { createToken } from "@/services/tokens/create";

const lines = testLines(40);
const text = exportText("csv", lines);
const part = (name: string, content: string) => ({
  name,
  mimeType: "text/plain",
  buffer: Buffer.from(content),
});
const withManifest = (name: string, content: string) => [
  part(name, content),
  part(`${name}.manifest.json`, JSON.stringify(manifestOf(name, content, lines))),
];

async function verify(page: Page, files: ReturnType<typeof part>[]) {
  await page.locator("#files").setInputFiles(files);
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(page.getByRole("status")).toHaveText(/^(Good|Bad|Could not be checked)/);
  return page.getByRole("status");
}

test("the verifier's page says what the command line says, from the desk and from disk, and asks nobody for anything", async ({
  page,
  problems,
}, info) => {
  const served = await page.goto("/verify.html");
  expect(served?.headers()["content-security-policy"]).toContain("frame-ancestors 'none'");
  const saved = info.outputPath("verify.html");
  writeFileSync(saved, await served!.body());
  const html = readFileSync(saved, "utf8");
  expect(html).toContain("default-src 'none'");
  expect(html).not.toMatch(/(src|href)="(?!#)/);

  for (const address of ["/verify.html", pathToFileURL(saved).href]) {
    const asked: string[] = [];
    await page.goto(address);
    page.on("request", (request) => asked.push(request.url()));
    // The key may come among the files.
    const good = [
      ...withManifest("audit.csv", text),
      part("key.pem", testKey.pem),
      part("kept.txt", signedNote(lines.slice(0, 7))),
    ];
    await expect(await verify(page, good)).toHaveText("Good: everything was checked, and nothing is wrong.");
    await page.getByRole("button", { name: "Remove all files" }).click();
    await expect(
      await verify(page, withManifest("edited.csv", text.replace("Nightly sync 9", "Nightly sync 8"))),
    ).toHaveText(/^Bad/);
    await expect(page.locator("#results")).toContainText("Row 9 (line 10), event 9. It was changed");
    expect(asked.filter((url) => !url.startsWith("blob:"))).toEqual([]);
    expect(await axeFindings(page)).toEqual([]);
    page.removeAllListeners("request");
  }
  expect(problems).toEqual([]);
});

test("Verify in this browser computes the whole log, and notices a checkpoint that is not of it", async ({
  page,
  as,
  world,
  product: { context, db },
  problems,
}) => {
  const made = await createToken(
    context,
    { type: "account", name: "Nightly sync" },
    { accountId: world.accountId },
  );
  expect(made.ok).toBe(true);
  // An account of which nothing is sealed yet has nothing to verify.
  await expect.poll(() => db.auditLeaf.count({ where: { logId: world.accountId } })).toBeGreaterThan(0);
  await as(world.auditor);
  await page.goto("/audit");
  const dialog = page.getByRole("dialog", { name: "Verify in this browser" });
  const run = async () => {
    await page.getByRole("button", { name: "Verify in this browser" }).click();
    await dialog.getByRole("button", { name: "Verify", exact: true }).click();
    await expect(dialog.getByRole("status")).toContainText(/Good:|Bad:|Could not be checked/);
    return dialog.getByRole("status");
  };
  await expect(await run()).toContainText("none left out, changed, put in or moved");
  expect(await axeFindings(page)).toEqual([]);
  const name = `keydesk.checkpoint.${world.accountId}`;
  const kept = await page.evaluate((key) => localStorage.getItem(key), name);
  expect(kept).toContain(world.accountId);
  await page.evaluate(
    ([key, note]) => localStorage.setItem(key!, note!),
    [name, signedNote(lines, testKey, world.accountId)],
  );
  await page.reload();
  await expect(await run()).toContainText("The checkpoint is not signed by the key given.");
  expect(problems).toEqual([]);
});

test("the verifier's page reads files for a worker that may not, as in Safari from disk", async ({
  page,
}) => {
  await page.addInitScript(() => {
    const refuse =
      'Blob.prototype.arrayBuffer = () => Promise.reject(new DOMException("", "NotReadableError"));';
    window.Blob = class extends Blob {
      constructor(parts: BlobPart[] = [], options?: BlobPropertyBag) {
        super(options?.type === "text/javascript" ? [refuse, ...parts] : parts, options);
      }
    };
  });
  await page.goto("/verify.html");
  const files = [...withManifest("audit.csv", text), part("key.pem", testKey.pem)];
  await expect(await verify(page, files)).toHaveText("Good: everything was checked, and nothing is wrong.");
});
