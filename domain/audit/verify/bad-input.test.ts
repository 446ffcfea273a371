import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { recordBytesMax } from "@/domain/audit/verify/records";
import { fileOf, manifestOf, verifyTest } from "@/domain/audit/verify/testing/export-files";
import { exportText, testLines } from "@/domain/audit/verify/testing/log-lines";
import { signedNote } from "@/domain/audit/verify/testing/test-keys";
import { describeFile } from "@/domain/audit/verify/words";

const lines = testLines(12);
const csv = exportText("csv", lines);
const jsonl = exportText("jsonl", lines);
const json = exportText("json", lines);

// As somebody gives it: the file changed, its manifest as it was downloaded.
async function judge(
  name: string,
  content: string | Uint8Array,
  original = name.endsWith("csv") ? csv : jsonl,
) {
  const format = name.split(".").at(-1);
  const whole = format === "json" ? json : original;
  const report = await verifyTest([
    fileOf(name, content),
    fileOf(`${name}.manifest.json`, manifestOf(name, whole, lines)),
  ]);
  const [file] = report.files;
  return { verdict: report.verdict, ...file!.problem, says: describeFile(file!).join(" ") };
}

describe("a file that another program has saved", () => {
  test("a spreadsheet, with semicolons and without quotes", async () => {
    const found = await judge("audit.csv", csv.replaceAll('","', ";").replaceAll('"', ""));
    expect(found).toMatchObject({ verdict: "bad", reason: "not_an_export" });
    expect(found.says).toContain("a spreadsheet has saved the file anew");
    expect(await judge("audit.csv", csv.replaceAll('","', '";"'))).toMatchObject({
      ...{ verdict: "bad", reason: "malformed", line: 1, detail: expect.stringContaining("Semicolons") },
    });
  });

  test("a spreadsheet, which wrote times in its own way", async () => {
    const found = await judge(
      "audit.csv",
      csv.replaceAll(/2026-06-15T(\d\d:\d\d):\d\d\.\d{3}Z/g, "15.06.2026 $1"),
    );
    expect(found).toMatchObject({ verdict: "bad", reason: "malformed", row: 1, line: 2 });
    expect(found.says).toContain("at is not written as this log writes an instant");
  });

  test("lines that end with LF alone", async () => {
    const found = await judge("audit.csv", csv.replaceAll("\r\n", "\n"));
    expect(found).toMatchObject({ verdict: "bad", reason: "malformed", line: 1 });
    expect(found.says).toContain("CR LF");
  });

  test("Windows-1252: the first row that is no UTF-8", async () => {
    for (const name of ["audit.csv", "audit.jsonl"]) {
      const found = await judge(name, Buffer.from(name === "audit.csv" ? csv : jsonl, "latin1"));
      expect(found).toMatchObject({ verdict: "bad", reason: "malformed", row: 1 });
      expect(found.says).toContain("not UTF-8");
    }
  });

  test("UTF-16, and a byte order mark that the export did not have", async () => {
    const wide = Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(csv, "utf16le")]);
    expect((await judge("audit.csv", wide)).says).toContain("UTF-16");
    expect(await judge("audit.csv", `\ufeff${csv}`)).toMatchObject({
      verdict: "bad",
      reason: "not_as_exported",
    });
    expect(await judge("audit.jsonl", `\ufeff${jsonl}`)).toMatchObject({ verdict: "bad" });
    expect(await judge("audit.csv", `\ufeff${csv}`, `\ufeff${csv}`)).toMatchObject({ verdict: "good" });
  });

  test("JSON laid out anew", async () => {
    const found = await judge("audit.json", JSON.stringify(JSON.parse(json), null, 2));
    expect(found).toMatchObject({ verdict: "bad", reason: "malformed" });
    expect(await judge("audit.json", JSON.stringify(JSON.parse(json)))).toMatchObject({ verdict: "bad" });
    // Rows that are proven, and yet not the file that was exported.
    expect(await judge("audit.jsonl", jsonl.replaceAll('":', '": '))).toMatchObject({
      ...{ verdict: "bad", reason: "not_as_exported" },
    });
  });

  test.each([
    ["gzip", gzipSync(csv), "gzip"],
    ["ZIP", Buffer.from("PK\x03\x04rest"), "ZIP archive"],
    ["an Excel workbook", Buffer.from("PK\x03\x04....[Content_Types].xml"), "Excel workbook"],
    ["an old Excel workbook", Buffer.from("d0cf11e0a1b11ae1", "hex"), "Excel workbook"],
    ["PDF", Buffer.from("%PDF-1.7"), "PDF"],
    ["a page", Buffer.from("<!doctype html><html>"), "HTML"],
    ["NUL bytes", Buffer.alloc(5_000), "NUL"],
    ["something else", Buffer.from("Dear auditor, …"), "no export of Keydesk"],
  ])("%s is called what it is", async (_, content, word) => {
    const found = await judge("audit.csv", content);
    expect(found).toMatchObject({ verdict: "bad", reason: "not_an_export" });
    expect(found.says).toContain(word);
  });
});

describe("a file that is damaged", () => {
  test("truncated anywhere it is bad, in every format", async () => {
    for (const [name, whole] of [
      ["audit.csv", csv],
      ["audit.jsonl", jsonl],
      ["audit.json", json],
    ] as const)
      for (let cut = 0; cut < whole.length; cut += 257)
        expect((await judge(name, whole.slice(0, cut))).verdict, `${name} at ${cut}`).toBe("bad");
  });

  test("in the midst of a row: that row, and the events that are missing from it on", async () => {
    const cut = csv.slice(0, csv.indexOf("Nightly sync 9"));
    const found = await judge("audit.csv", cut);
    expect(found).toMatchObject({ verdict: "bad", reason: "truncated", row: 9, line: 10, seq: 9, to: 12 });
    expect(found.says).toContain("in the midst of a row");
  });

  test("with NUL bytes, in rows and after them", async () => {
    expect(await judge("audit.csv", csv.replace("sync 5", "sync\0 5"))).toMatchObject({
      verdict: "bad",
      row: 5,
    });
    const nuls = Buffer.concat([Buffer.from(csv), Buffer.alloc(2_000_000)]);
    expect(await judge("audit.csv", nuls)).toMatchObject({ verdict: "bad", reason: "malformed", line: 14 });
  });

  test("with a name twice in an object, at any depth: no row is read in two ways", async () => {
    const twice = jsonl.replace('"uses":7', '"uses":7,"uses":7');
    expect(await judge("audit.jsonl", twice)).toMatchObject({ reason: "malformed", row: 7, line: 7 });
    const outer = jsonl.replace('"outcome":"done"', '"outcome":"done","outcome":"done"');
    expect(await judge("audit.jsonl", outer)).toMatchObject({ reason: "malformed", row: 1 });
    const escaped = jsonl.replace('"uses":7', '"uses":7,"\\u0075ses":7');
    expect((await judge("audit.jsonl", escaped)).verdict).toBe("bad");
    const inCell = csv.replace('""uses"":7', '""uses"":7,""uses"":7');
    expect(await judge("audit.csv", inCell)).toMatchObject({ reason: "malformed", row: 7, line: 8 });
  });

  test("with a line longer than 1 MB, wherever it ends", async () => {
    for (const end of ["", "\n"]) {
      const found = await judge("audit.jsonl", `${jsonl}${"x".repeat(recordBytesMax + 1)}${end}`);
      expect(found).toMatchObject({ verdict: "bad", line: 13, detail: expect.stringContaining("1 MB") });
    }
    expect((await judge("audit.jsonl", `{"a":${"[".repeat(300_000)}\n${jsonl}`)).verdict).toBe("bad");
    expect((await judge("audit.jsonl", `{"a":${"[".repeat(300_000)}${"]".repeat(300_000)}}\n`)).verdict).toBe(
      "bad",
    );
  });

  test("with columns that are none of ours, twice, or left out", async () => {
    expect(await judge("audit.csv", csv.replace('"outcome"', '"result"'))).toMatchObject({
      reason: "malformed",
      row: 1,
    });
    expect(await judge("audit.csv", csv.replace('"outcome"', '"action"'))).toMatchObject({
      reason: "malformed",
      line: 1,
    });
    expect(await judge("audit.csv", csv.replace('"outcome"', '"__proto__"'))).toMatchObject({
      reason: "malformed",
    });
    expect((await judge("audit.jsonl", jsonl.replace('"outcome":"done"', '"__proto__":{}'))).verdict).toBe(
      "bad",
    );
    expect(await judge("audit.jsonl", jsonl.replaceAll(/,"userAgent":"[^"]*"/g, ""))).toMatchObject({
      row: 1,
    });
  });

  test("with blank lines", async () => {
    expect(await judge("audit.jsonl", jsonl.replace("\n", "\n\n"))).toMatchObject({
      reason: "malformed",
      line: 2,
    });
    expect((await judge("audit.jsonl", `${jsonl}\n`)).verdict).toBe("bad");
    expect((await judge("audit.csv", `${csv}\r\n`)).verdict).toBe("bad");
  });
});

describe("what cannot be judged is not good", () => {
  test("nothing at all, and a checkpoint alone", async () => {
    expect((await verifyTest([])).verdict).toBe("unchecked");
    expect((await verifyTest([fileOf("note.txt", signedNote(lines))])).verdict).toBe("unchecked");
  });

  test("a file without its manifest and without a checkpoint; it is still found bad when it is", async () => {
    expect((await verifyTest([fileOf("audit.csv", csv)])).files[0]).toMatchObject({
      ...{ verdict: "unchecked", unchecked: [{ reason: "no_manifest" }] },
    });
    const bad = csv.replace("Nightly sync 5", "Nightly sync 6");
    expect((await verifyTest([fileOf("audit.csv", bad)])).files[0]).toMatchObject({
      ...{ verdict: "bad", problem: { reason: "edited", row: 5, line: 6 } },
    });
  });

  test("a manifest without its file, and one of a version to come", async () => {
    const manifest = manifestOf("audit.csv", csv, lines);
    expect((await verifyTest([fileOf("audit.csv.manifest.json", manifest)])).verdict).toBe("unchecked");
    const files = [fileOf("audit.csv", csv), fileOf("audit.csv.manifest.json", { ...manifest, version: 2 })];
    expect((await verifyTest(files)).files.at(-1)).toMatchObject({
      unchecked: [{ reason: "unknown_version" }],
    });
  });

  test("a file without rows proves nothing, whatever its manifest says", async () => {
    for (const [name, text] of [
      ["audit.csv", exportText("csv", [])],
      ["audit.jsonl", ""],
      ["audit.json", "[\n]\n"],
    ] as const) {
      const manifest = manifestOf(name, text, [], {}, { checkpoint: signedNote([]) });
      const report = await verifyTest([fileOf(name, text), fileOf(`${name}.manifest.json`, manifest)]);
      expect(report.files[0]).toMatchObject({ verdict: "unchecked", unchecked: [{ reason: "no_rows" }] });
    }
    expect(await judge("audit.jsonl", "")).toMatchObject({ verdict: "bad", reason: "truncated" });
    expect(await judge("audit.csv", "")).toMatchObject({ verdict: "bad" });
  });

  test("files and manifests that were mixed up", async () => {
    const others = testLines(9);
    const other = exportText("csv", others);
    const report = await verifyTest([
      fileOf("a.csv", csv),
      fileOf("a.csv.manifest.json", manifestOf("b.csv", other, others)),
      fileOf("b.csv", other),
      fileOf("b.csv.manifest.json", manifestOf("a.csv", csv, lines)),
    ]);
    expect(report.files.map(({ verdict }) => verdict)).toEqual(["bad", "bad"]);
    const crossed = await verifyTest([
      fileOf("a.csv", csv),
      fileOf("a.csv.manifest.json", manifestOf("a.jsonl", jsonl, lines)),
    ]);
    expect(crossed.files[0]).toMatchObject({ problem: { reason: "not_as_exported" } });
  });

  test("a manifest that is damaged, or says a name twice", async () => {
    const text = JSON.stringify(manifestOf("audit.csv", csv, lines));
    for (const bad of [
      text.slice(0, -5),
      text.replace('"rows":12', '"rows":12,"rows":12'),
      text.replace('"rows"', '"lines"'),
    ]) {
      const report = await verifyTest([fileOf("audit.csv", csv), fileOf("audit.csv.manifest.json", bad)]);
      expect(report.verdict).toBe("bad");
    }
  });
});
