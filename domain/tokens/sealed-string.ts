import { crc32 } from "node:zlib";
import { randomBase62, toBase62 } from "@/domain/tokens/alphabet";

/** Lengths of the parts of `<prefix>[tag]_<locator>_<secret><checksum>` in characters (design §2). */
export const locatorLength = 8;
export const secretLength = 30;
export const checksumLength = 6;
export const tagLengthMax = 12;

const tail = 1 + locatorLength + 1 + secretLength + checksumLength;
const shape = /^([A-Z]{2})([a-z0-9]{0,12})_([0-9A-Za-z]{8})_([0-9A-Za-z]{36})$/;

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
  if (input.length < 2 + tail || input.length > 2 + tagLengthMax + tail) return null;
  const parts = shape.exec(input);
  if (parts === null) return null;
  const bodyLength = input.length - checksumLength;
  if (toBase62(crc32(input.slice(0, bodyLength)), checksumLength) !== input.slice(bodyLength)) return null;
  return { letters: parts[1]!, tag: parts[2]!, locator: parts[3]! };
}
