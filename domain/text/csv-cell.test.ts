import fc from "fast-check";
import { expect, test } from "vitest";
import { guardCell, unguardCell } from "@/domain/text/csv-cell";

// Every UTF-16 unit, lone surrogates and controls included.
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));

const starts = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"];

test.each(starts.map((start) => [JSON.stringify(start), start]))(
  "a cell that starts with %s is guarded",
  (_, start) => {
    expect(guardCell(`${start}1+1`)).toBe(`'${start}1+1`);
  },
);

test.each([" ", "  ", "\u00a0", "\ufeff", "\u200b", "\u2003", "\u0000 "])(
  "a formula after blanks or invisible characters (%j) is guarded",
  (blank) => {
    for (const sign of ["=", "+", "-", "@", "＝"])
      expect(guardCell(`${blank}${sign}1`)).toBe(`'${blank}${sign}1`);
  },
);

test.each([
  "Nightly sync",
  "",
  "a=b",
  " plain",
  "it's",
  "'quoted'",
  "2026-06-15T10:30:00.000Z",
  "IK_…7Qx2",
  "::1",
])("%j stays as it is", (text) => {
  expect(guardCell(text)).toBe(text);
});

test("the guard can be taken off any text without doubt, and what is guarded starts with a quote", () => {
  const text = fc.oneof(anyText, fc.string({ unit: fc.constantFrom(...starts, "'", " ", "\ufeff", "1") }));
  fc.assert(
    fc.property(text, (given) => {
      const guarded = guardCell(given);
      expect(unguardCell(guarded)).toBe(given);
      expect(guarded === given || guarded === `'${given}`).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
