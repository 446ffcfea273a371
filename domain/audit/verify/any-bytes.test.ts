import fc from "fast-check";
import { expect, test } from "vitest";
import { openCanonicalWriter } from "@/domain/audit/log/canonical";
import { readLogRow } from "@/domain/audit/log/log-row";
import { anyRow, testLogId } from "@/domain/audit/log/testing/log-rows";
import { openCsvSpans } from "@/domain/audit/verify/csv-spans";
import { openFileRows, type RowsFormat } from "@/domain/audit/verify/file-rows";
import { openJsonSpans } from "@/domain/audit/verify/json-spans";
import { readRow } from "@/domain/audit/verify/read-row";
import { openSpanWriter } from "@/domain/audit/verify/row-spans";
import { fileOf, manifestOf, verifyTest } from "@/domain/audit/verify/testing/export-files";
import { exportText, lineOf, testLines } from "@/domain/audit/verify/testing/log-lines";
import { isUtf8 } from "@/domain/audit/verify/utf8";

const formats: readonly RowsFormat[] = ["csv", "json", "jsonl"];
const lines = testLines(6);

test("a file of which any bytes were changed, left out or put in is never good, and never more than bad", async () => {
  const change = fc.record({
    format: fc.constantFrom(...formats),
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    remove: fc.integer({ min: 0, max: 40 }),
    add: fc.uint8Array({ maxLength: 12 }),
    piece: fc.integer({ min: 1, max: 5_000 }),
  });
  await fc.assert(
    fc.asyncProperty(change, async ({ format, at, remove, add, piece }) => {
      const name = `audit.${format}`;
      const whole = Buffer.from(exportText(format, lines));
      const place = Math.floor(at * whole.length);
      const changed = Buffer.concat([whole.subarray(0, place), add, whole.subarray(place + remove)]);
      fc.pre(!changed.equals(whole));
      const asExported = manifestOf(name, whole, lines);
      // Once with the manifest as it was, once with one that fits the file: then the rows alone must tell, or be the same rows.
      const report = await verifyTest([
        fileOf(name, changed, piece),
        fileOf(`${name}.manifest.json`, asExported),
      ]);
      expect(report.verdict).toBe("bad");
      const fitting = manifestOf(name, changed, lines);
      const forged = await verifyTest([
        fileOf(name, changed, piece),
        fileOf(`${name}.manifest.json`, fitting),
      ]);
      if (forged.verdict === "good") expect(rowsOf(format, changed)).toEqual(rowsOf(format, whole));
      else expect(forged.verdict).toBe("bad");
    }),
    { numRuns: 200, seed: 20_261_121 },
  );
});

test("a manifest of which any byte was changed never makes an edited file good", async () => {
  const text = exportText("jsonl", lines);
  const edited = text.replace("Nightly sync 3", "Nightly sync 4");
  const manifest = Buffer.from(JSON.stringify(manifestOf("audit.jsonl", edited, lines)));
  const flip = fc.record({ at: fc.nat(manifest.length - 1), to: fc.nat(255) });
  await fc.assert(
    fc.asyncProperty(flip, async ({ at, to }) => {
      const changed = Buffer.from(manifest);
      changed[at] = to;
      const report = await verifyTest([
        fileOf("audit.jsonl", edited),
        fileOf("audit.jsonl.manifest.json", changed),
      ]);
      expect(report.verdict).not.toBe("good");
    }),
    { numRuns: 80, seed: 20_261_121 },
  );
});

test("the quick way to a row's canonical bytes and the slow one agree, on any event", () => {
  fc.assert(
    fc.property(
      fc.array(anyRow, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(...formats),
      (rows, format) => {
        const quick = quickRows(format, Buffer.from(exportText(format, rows.map(lineOf))));
        const write = openCanonicalWriter();
        expect(quick).toHaveLength(rows.length);
        for (const [i, row] of rows.entries()) {
          const found = quick[i]!;
          expect(readLogRow(found.slow)).toEqual(found.slow);
          if (found.quick !== null) expect(found.quick).toEqual(Buffer.from(write(row)).toString("hex"));
        }
      },
    ),
    { numRuns: 300, seed: 20_261_121 },
  );
});

test("what the quick way takes the slow one takes too, whatever bytes come", () => {
  const whole = { csv: exportText("csv", lines), jsonl: exportText("jsonl", lines) };
  const change = fc.record({
    format: fc.constantFrom("csv" as const, "jsonl" as const),
    at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    remove: fc.integer({ min: 0, max: 3 }),
    add: fc.oneof(
      fc.uint8Array({ maxLength: 3 }),
      fc.constantFrom(
        ...["0", "-0", '"', '""', "'", "\\", "1e3", "{}", "é"].map((text) => Buffer.from(text)),
      ),
    ),
  });
  const write = openCanonicalWriter();
  fc.assert(
    fc.property(change, ({ format, at, remove, add }) => {
      const bytes = Buffer.from(whole[format]);
      const place = Math.floor(at * bytes.length);
      const changed = Buffer.concat([bytes.subarray(0, place), add, bytes.subarray(place + remove)]);
      for (const { quick, slow } of quickRows(format, changed)) {
        if (quick === null) continue;
        const row = readLogRow(slow);
        if (typeof row === "string") throw new Error(`the quick way took a row, but: ${row}`);
        expect(quick).toBe(Buffer.from(write(row)).toString("hex"));
      }
    }),
    { numRuns: 800, seed: 20_261_121 },
  );
});

test("bytes are UTF-8 exactly when a decoder takes them", () => {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const isDecodable = (bytes: Uint8Array) => {
    try {
      decoder.decode(bytes);
      return true;
    } catch {
      return false;
    }
  };
  const leads = fc.constantFrom(
    0x00,
    0x7f,
    0x80,
    0x8f,
    0x90,
    0x9f,
    0xa0,
    0xbf,
    0xc0,
    0xc2,
    0xdf,
    0xe0,
    0xed,
    0xef,
    0xf0,
    0xf4,
    0xf5,
    0xff,
  );
  fc.assert(
    fc.property(fc.array(leads, { maxLength: 6 }), (codes) => {
      const bytes = Uint8Array.from(codes);
      expect(isUtf8(bytes, 0, bytes.length)).toBe(isDecodable(bytes));
    }),
    { numRuns: 5_000, seed: 20_261_121 },
  );
});

function quickRows(format: RowsFormat, bytes: Uint8Array): { quick: string | null; slow: unknown }[] {
  const rows = openFileRows(format);
  const write = openSpanWriter(testLogId);
  let spansOf: ReturnType<typeof openCsvSpans> | undefined;
  const found: { quick: string | null; slow: unknown }[] = [];
  rows.push(bytes);
  for (let record = rows.next(); record !== null; record = rows.next()) {
    const slow = readRow(format, rows.columns, record);
    spansOf ??=
      format === "csv"
        ? openCsvSpans(rows.columns ?? [])
        : typeof slow === "string"
          ? null
          : openJsonSpans(slow.names);
    const spans = spansOf?.(record.bytes, record.start, record.end) ?? null;
    const quick = spans === null ? null : write(spans);
    found.push({
      quick: quick === null ? null : Buffer.from(quick.canonical).toString("hex"),
      slow: typeof slow === "string" ? slow : slow.value,
    });
  }
  return found;
}

function rowsOf(format: RowsFormat, bytes: Uint8Array): unknown[] {
  return quickRows(format, bytes).map(({ slow }) => slow);
}
