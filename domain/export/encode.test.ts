import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ExportColumn, encoderOf, rowSchema } from "@/domain/export/encode";
import { isoTime, kinds } from "@/domain/export/kinds";
import { unguardCell } from "@/domain/text/csv-cell";

type Row = readonly (string | null)[];
const column = (
  name: string,
  kind: keyof typeof kinds,
  place: number,
  isNullable = false,
): ExportColumn<Row> => ({
  name,
  kind: kinds[kind],
  isNullable,
  value: (row) => row[place]!,
});
const columns = [
  column("id", "id", 0),
  column("text", "text", 1, true),
  column("at", "time", 2, true),
  column("count", "count", 3),
  column("ranges", "ranges", 4),
  column("details", "object", 5),
];
const id = "018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f";
const rows: Row[] = [
  [id, '=1\n"x"', "2026-06-15 10:30:00.25+00", "9007199254740993", "{10.0.0.0/8,::1/128}", '{"a": "=1"}'],
  [id, null, null, "0", "{}", "{}"],
];
const file = (format: "csv" | "json" | "jsonl", batches: Row[][]) => {
  const { head, batch, tail } = encoderOf(format, columns);
  return head + batches.map((given, i) => batch(given, i === 0)).join("") + tail;
};

describe("formats", () => {
  test("CSV: a header, every field quoted, nothing for null, guarded", () => {
    expect(file("csv", [rows])).toBe(
      '"id","text","at","count","ranges","details"\r\n' +
        `"${id}","'=1\n""x""","2026-06-15T10:30:00.250Z","9007199254740993","10.0.0.0/8 ::1/128","{""a"": ""=1""}"\r\n` +
        `"${id}","","","0","","{}"\r\n`,
    );
  });

  test("JSON and JSON lines hold the same objects, with every digit of a count", () => {
    const lines = file("jsonl", [rows]).split("\n").slice(0, -1);
    expect(lines[0]).toContain('"count":9007199254740993,');
    expect(JSON.parse(file("json", [rows]))).toEqual(lines.map((line) => JSON.parse(line)));
    expect(JSON.parse(lines[1]!)).toEqual({ id, text: null, at: null, count: 0, ranges: [], details: {} });
    expect(rowSchema(columns).safeParse(JSON.parse(lines[1]!)).success).toBe(true);
  });

  test("however the rows come in batches, the file is the same; without its tail JSON is not whole", () => {
    for (const format of ["csv", "json", "jsonl"] as const)
      expect(file(format, [[rows[0]!], [], [rows[1]!]])).toBe(file(format, [rows]));
    expect(JSON.parse(file("json", []))).toEqual([]);
    const { head, batch } = encoderOf("json", columns);
    expect(() => JSON.parse(head + batch(rows, true))).toThrow(SyntaxError);
  });

  test("any text comes back from every format", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" }), { minLength: 1 }), (texts) => {
        const given: Row[] = texts.map((text) => [id, text, null, "1", "{}", "{}"]);
        const fromJson = (JSON.parse(file("json", [given])) as { text: string }[]).map((row) => row.text);
        const fromLines = file("jsonl", [given])
          .split("\n")
          .slice(0, -1)
          .map((line) => (JSON.parse(line) as { text: string }).text);
        const fromCsv = (parse(file("csv", [given]), { record_delimiter: "\r\n" }) as string[][])
          .slice(1)
          .map((cells) => unguardCell(cells[1]!));
        expect([fromJson, fromLines, fromCsv]).toEqual([texts, texts, texts]);
      }),
    );
  });
});

test.each([
  ["2026-06-15 10:30:00+00", "2026-06-15T10:30:00.000Z"],
  ["2026-06-15 10:30:00.1+00", "2026-06-15T10:30:00.100Z"],
  ["2026-06-15 10:30:00.123+00", "2026-06-15T10:30:00.123Z"],
  ["2026-06-15 10:30:00.123456+00", "2026-06-15T10:30:00.123Z"],
  ["2026-06-15 12:30:00+02", "2026-06-15T10:30:00.000Z"],
])("PostgreSQL's %s is %s", (text, iso) => {
  expect(isoTime(text)).toBe(iso);
});
