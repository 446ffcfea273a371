import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { byteOrderMark, csvLine } from "@/domain/text/csv-line";

// LibreOffice opens the files: Debian's libreoffice-calc-nogui has all that this needs.
const run = promisify(execFile);
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "keydesk-csv-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const signs = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "−", "﹦"];
const before = [
  "",
  " ",
  "   ",
  "\t",
  "\r",
  "\n",
  "\r\n",
  "\u00a0",
  "\ufeff",
  "\u200b",
  "\u3000",
  "\u0001",
  "'",
  "''",
];
const after = [
  "1+1",
  "SUM(1;2)",
  'HYPERLINK("http://x.example","y")',
  "cmd|' /C calc'!A0",
  "A1",
  "2",
  "DDE(1)",
];
const records = before.flatMap((start) =>
  signs.flatMap((sign) =>
    after.map((end) => [`${start}${sign}${end}`, `x${start}${sign}${end}`, `${start}${end}`]),
  ),
);

/** Opens a file as a spreadsheet and gives it back as XML. */
async function open(name: string, text: string, options?: string): Promise<string> {
  const file = path.join(folder, `${name}.csv`);
  writeFileSync(file, text);
  const profile = `-env:UserInstallation=file://${path.join(folder, "profile")}`;
  const filter = options === undefined ? [] : [`--infilter=CSV:${options}`];
  await run("soffice", ["--headless", profile, ...filter, "--convert-to", "fods", "--outdir", folder, file]);
  return readFileSync(path.join(folder, `${name}.fods`), "utf8");
}

const formulas = (xml: string) => xml.match(/table:formula=/g)?.length ?? 0;

// As it opens files by itself; and as it is told to in the dialog: UTF-8, and numbers and dates recognised.
const settings = [undefined, "44,34,76,1,,0,false,true"];

test.each(settings)("a file of hostile cells shows no formula in LibreOffice (%s)", async (options) => {
  for (const mark of ["", byteOrderMark]) {
    const xml = await open("guarded", mark + records.map(csvLine).join(""), options);
    expect(formulas(xml)).toBe(0);
    expect(xml.match(/<table:table-row/g)!.length).toBeGreaterThanOrEqual(records.length);
  }
});

test("the same cells without their guard show formulas: the file is hostile", async () => {
  const quoted = records.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","));
  expect(formulas(await open("bare", `${quoted.join("\r\n")}\r\n`))).toBeGreaterThan(5);
});
