const thousand = 1_000;
const small = Array.from({ length: thousand }, (_, n) => String(n));
const padded = small.map((text) => text.padStart(3, "0"));
const million = 1_000_000;
const billion = 1_000_000_000;
/** Larger numbers have digits that a double does not know. */
const safe = Number.MAX_SAFE_INTEGER;

/**
 * `String(n)`, for numbers that hardly come twice: V8 keeps what it wrote of a number until garbage is collected whole, so that thousands
 * of counts a second fill its old space, and are looked through there.
 */
export function writeDecimal(n: number): string {
  if (!(n >= 0 && n <= safe && Number.isInteger(n))) return String(n);
  if (n < thousand) return small[n]!;
  if (n < million) return small[Math.floor(n / thousand)]! + padded[n % thousand]!;
  if (n < billion) return writeDecimal(Math.floor(n / thousand)) + padded[n % thousand]!;
  return (
    writeDecimal(Math.floor(n / million)) +
    padded[Math.floor(n / thousand) % thousand]! +
    padded[n % thousand]!
  );
}

/** A whole number from 0 to 999 in three digits. */
export function writeThreeDigits(n: number): string {
  return padded[n]!;
}

const fractions = Array.from({ length: 100 }, (_, n) => String(n / 100).slice(1));

/** `String(n)` of a number of at most two decimals. */
export function writeHundredths(n: number): string {
  const hundredths = Math.round(n * 100);
  if (!(n >= 0 && n < million) || hundredths / 100 !== n) return String(n);
  return writeDecimal(Math.floor(hundredths / 100)) + fractions[hundredths % 100]!;
}
