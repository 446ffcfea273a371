/** The base62 alphabet of token strings: digits, capitals, small letters (GitHub's order). */
export const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

const digits = new Int8Array(128).fill(-1);
for (let i = 0; i < base62.length; i++) digits[base62.charCodeAt(i)] = i;

/** The value of a base62 digit by its UTF-16 unit; -1 of what is none. */
export function digitOf(unit: number): number {
  return unit < digits.length ? digits[unit]! : -1;
}

/** `value` (non-negative integer below 62^width) in base62, zero-padded on the left to `width`. */
export function toBase62(value: number, width: number): string {
  let rest = value;
  let text = "";
  for (let i = 0; i < width; i++) {
    text = base62[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/**
 * `length` uniform base62 characters from `randomBytes` (a CSPRNG). Bytes of 248 and above are thrown away: 256 is no
 * multiple of 62, and a plain modulo would favour the first eight characters.
 */
export function randomBase62(length: number, randomBytes: (size: number) => Uint8Array): string {
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length - text.length + 8)) {
      if (byte < 248 && text.length < length) text += base62[byte % 62];
    }
  }
  return text;
}
