import { crc32 } from "node:zlib";
import { base62, digitOf, randomBase62, toBase62 } from "@/domain/tokens/alphabet";
import { addToCrc32, crc32Start, endCrc32 } from "@/domain/tokens/crc32";

/** Lengths of the parts of `<prefix>[tag]_<locator>_<secret><checksum>` in characters (design §2). */
export const locatorLength = 8;
export const secretLength = 30;
export const checksumLength = 6;
export const tagLengthMax = 12;

const tail = 1 + locatorLength + 1 + secretLength + checksumLength;
const underscore = 0x5f;

/** The parts of a string that passed form and checksum. */
export type SealedParts = { readonly letters: string; readonly tag: string; readonly locator: string };

/** Makes a string of 178 bits from `randomBytes` (must be a CSPRNG), with a checksum over all that stands before it. */
export function sealString(
  prefix: string,
  locator: string,
  randomBytes: (size: number) => Uint8Array,
): string {
  const body = `${prefix}_${locator}_${randomBase62(secretLength, randomBytes)}`;
  return body + toBase62(crc32(body), checksumLength);
}

/** Reads untrusted input; null when form or checksum is wrong, as after any change of one character (standards F3, F5). */
export function readSealedString(input: string): SealedParts | null {
  const { length } = input;
  if (length < 2 + tail || length > 2 + tagLengthMax + tail) return null;
  const prefixEnd = length - tail;
  const locatorEnd = prefixEnd + 1 + locatorLength;
  const bodyEnd = length - checksumLength;
  // One walk for both, without pieces on the way: each verification reads a string or two.
  let sum = crc32Start;
  for (let i = 0; i < bodyEnd; i++) {
    const unit = input.charCodeAt(i);
    if (i === prefixEnd || i === locatorEnd) {
      if (unit !== underscore) return null;
    } else {
      const digit = digitOf(unit);
      if (digit === -1) return null;
      const isCapital = digit >= 10 && digit < 36;
      if (i < 2 ? !isCapital : i < prefixEnd && isCapital) return null;
    }
    sum = addToCrc32(sum, unit);
  }
  let checksum = 0;
  for (let i = bodyEnd; i < length; i++) {
    const digit = digitOf(input.charCodeAt(i));
    if (digit === -1) return null;
    checksum = checksum * base62.length + digit;
  }
  if (checksum !== endCrc32(sum)) return null;
  return {
    letters: input.slice(0, 2),
    tag: input.slice(2, prefixEnd),
    locator: input.slice(prefixEnd + 1, locatorEnd),
  };
}
