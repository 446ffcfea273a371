import fc from "fast-check";
import { expect, test } from "vitest";
import { writeDecimal, writeHundredths, writeThreeDigits } from "@/domain/text/decimal";

const odd = [
  0,
  -0,
  -1,
  0.1,
  999,
  1_000,
  1_001,
  999_999,
  1e6,
  1_000_001,
  999_999_999,
  1e9,
  1e12 + 7,
  2 ** 53 - 1,
  2 ** 53,
  1e21,
  Number.NaN,
  Number.POSITIVE_INFINITY,
];

test("numbers are written as JavaScript writes them", () => {
  for (const n of odd) expect(writeDecimal(n)).toBe(String(n));
  fc.assert(
    fc.property(fc.oneof(fc.maxSafeInteger(), fc.nat(), fc.nat(2_000_000), fc.double()), (n) => {
      expect(writeDecimal(n)).toBe(String(n));
    }),
    { numRuns: 5_000 },
  );
});

test("numbers of two decimals are, and all others", () => {
  for (const n of [...odd, 0.01, 0.1, 0.5, 1.25, 12.34, 999_999.99, 0.005])
    expect(writeHundredths(n)).toBe(String(n));
  for (let n = 0; n < 30_000; n++) expect(writeHundredths(n / 100)).toBe(String(n / 100));
  fc.assert(
    fc.property(fc.double(), (n) => {
      expect(writeHundredths(n)).toBe(String(n));
      expect(writeHundredths(Math.round(n * 100) / 100)).toBe(String(Math.round(n * 100) / 100));
    }),
    { numRuns: 5_000 },
  );
});

test("three digits for each number that has so many or fewer", () => {
  expect([0, 7, 42, 100, 999].map(writeThreeDigits)).toEqual(["000", "007", "042", "100", "999"]);
});
