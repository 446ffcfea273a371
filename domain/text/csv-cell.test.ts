import fc from "fast-check";
import { expect, test } from "vitest";
import { guardCell, unguardCell } from "@/domain/text/csv-cell";

// Every UTF-16 unit, lone surrogates and controls included.
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));

const signs = ["=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "−"];
const breaks = ["\t", "\r", "\n", "\0"];
const starts = [...signs, ...breaks];

test.each(starts.map((start) => [JSON.stringify(start), start]))(
  "a cell that starts with %s is guarded",
  (_, start) => {
    expect(guardCell(`${start}1+1`)).toBe(`'${start}1+1`);
  },
);

const skipped = [" ", "  ", "\u00a0", "\ufeff", "\u200b", "\u2003", "\u0000 ", "\u0085", "\u2028", "\u00ad"];
test.each([...skipped, "\u034f", "\u3164", "\u202e", "\u{e0001}", "\ud800", "\v\f"])(
  "a formula after blanks or invisible characters (%j) is guarded",
  (blank) => {
    for (const sign of signs) expect(guardCell(`${blank}${sign}1`)).toBe(`'${blank}${sign}1`);
  },
);

test.each([
  "Nightly sync",
  "",
  "a=b",
  " plain",
  "\u00a0plain",
  "it's",
  '"quoted"',
  "2026-06-15T10:30:00.000Z",
  "IK_…7Qx2",
  "::1",
  "Überweisung",
])("%j stays as it is", (text) => {
  expect(guardCell(text)).toBe(text);
});

test("a text with a quote of its own at the start gets one more, so that one can always be taken off", () => {
  expect(guardCell("'quoted'")).toBe("''quoted'");
  expect(guardCell("'=1")).toBe("''=1");
  expect(guardCell("'")).toBe("''");
});

test("every character that Unicode folds into a sign of a formula is guarded", () => {
  const folded: number[] = [];
  for (let code = 1; code < 0x110000; code++) {
    const character = String.fromCodePoint(code);
    if (/^[=+\-@\u2212]/.test(character.normalize("NFKC"))) folded.push(code);
    else continue;
    expect(guardCell(`${character}1`), code.toString(16)).toBe(`'${character}1`);
  }
  expect(folded.length).toBeGreaterThanOrEqual(22);
});

test("whatever the text, one quote at the start is taken off and nothing else, and no cell starts with a formula", () => {
  const hostile = fc.string({ unit: fc.constantFrom(...starts, ...skipped, "'", '"', ",", "1", "a") });
  fc.assert(
    fc.property(fc.oneof(anyText, hostile), (text) => {
      const guarded = guardCell(text);
      expect(unguardCell(guarded)).toBe(text);
      expect(guarded === text || guarded === `'${text}`).toBe(true);
      // NFKC folds the wide and small forms: what is left after all blanks is no sign of a formula.
      expect(guarded.replace(/^[\s\p{C}\p{DI}]+/u, "").normalize("NFKC")).not.toMatch(/^[=+\-@−]/);
      expect(guarded).not.toMatch(/^[\t\r\n\0]/);
    }),
    { numRuns: 3000 },
  );
});
