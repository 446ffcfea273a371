import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { unguardCell } from "@/domain/text/csv-cell";
import { byteOrderMark, csvLine } from "@/domain/text/csv-line";
import { MalformedCsv, readCsv } from "@/domain/text/read-csv";

// What PostgreSQL can hold: every code point but NUL and the surrogates; hostile ones often.
const point = fc.oneof(
  fc.integer({ min: 1, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0x10ffff }),
  fc.constantFrom(9, 10, 13, 32, 34, 39, 43, 44, 45, 59, 61, 64, 0xa0, 0x2028, 0xfeff, 0xff1d),
);
const keptText = fc.array(point).map((points) => String.fromCodePoint(...points));
// What a string of the program can hold besides: NUL and lone surrogates.
const heldText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
const recordsOf = (text: fc.Arbitrary<string>) =>
  fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.array(fc.array(text, { minLength: width, maxLength: width }), {
      minLength: 1,
      maxLength: 5,
    }),
  );

test("every cell is quoted, quotes are doubled, lines end with CRLF", () => {
  expect(csvLine(["a", "", 'say "hi"', "x,y", "two\nlines"])).toBe(
    '"a","","say ""hi""","x,y","two\nlines"\r\n',
  );
});

test("an independent parser gives any text back, less the one quote that guards it; also through UTF-8 and a byte order mark", () => {
  fc.assert(
    fc.property(recordsOf(keptText), fc.boolean(), (records, bom) => {
      const bytes = Buffer.from(`${bom ? byteOrderMark : ""}${records.map(csvLine).join("")}`, "utf8");
      // csv-parse takes a byte order mark off where one is allowed, and only there.
      const back = parse(bytes, { bom, record_delimiter: "\r\n", relax_column_count: false }) as string[][];
      expect(back.map((cells) => cells.map(unguardCell))).toEqual(records);
    }),
    { numRuns: 2000 },
  );
});

describe("the reader", () => {
  test("gives any cells of a program back, lone surrogates and NUL too", () => {
    fc.assert(
      fc.property(recordsOf(fc.oneof(keptText, heldText)), fc.boolean(), (records, bom) => {
        expect(readCsv(`${bom ? byteOrderMark : ""}${records.map(csvLine).join("")}`)).toEqual(records);
      }),
      { numRuns: 2000 },
    );
  });

  test("notices a file that was cut anywhere but between two lines", () => {
    const text = csvLine(["a", 'b"c', "d\r\ne"]) + csvLine(["1", "2", "3"]);
    for (let end = 1; end < text.length; end++) {
      if (end === csvLine(["a", 'b"c', "d\r\ne"]).length) continue;
      expect(() => readCsv(text.slice(0, end))).toThrow(MalformedCsv);
    }
  });

  test.each(["a,b\r\n", '"a",b\r\n', '"a"\n', '"a"x,"b"\r\n', '"a",\r\n', '"a" ,"b"\r\n', '"a",'])(
    "refuses %j, which no export writes",
    (text) => {
      expect(() => readCsv(text)).toThrow(MalformedCsv);
    },
  );
});
