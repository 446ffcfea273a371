// CRC-32 of ISO 3309, as zlib has it, one byte at a time: to hand zlib the beginning of a text costs more than a whole token string's sum.
const reflected = 0xedb88320;
const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ reflected : rest >>> 1;
  return rest;
});

/** The state of a sum of nothing. */
export const crc32Start = -1;

/** The state after one more byte. */
export function addToCrc32(state: number, byte: number): number {
  return (state >>> 8) ^ table[(state ^ byte) & 0xff]!;
}

/** The sum, an unsigned integer of 32 bits. */
export function endCrc32(state: number): number {
  return ~state >>> 0;
}
