import { randomBytes } from "node:crypto";

const prefixBytes = 10;
const countMax = 2 ** 48;

/**
 * Makes the ids of a process's requests: UUIDs (version 8, RFC 9562 §5.8) of 74 bits that are the process's own by chance, and a
 * count. They tell requests apart and prove nothing, so no random bytes are drawn for each.
 */
export function createRequestIds(): () => string {
  const bytes = randomBytes(prefixBytes);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  const prefix = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-`;
  let count = randomBytes(4).readUInt32BE();
  let start = "";
  return () => {
    count = (count + 1) % countMax;
    const end = count % ends.length;
    // The digits before the last three change once in a while.
    if (end === 0 || start === "") {
      start =
        prefix +
        Math.floor(count / ends.length)
          .toString(16)
          .padStart(9, "0");
    }
    return start + ends[end]!;
  };
}

const ends = Array.from({ length: 4_096 }, (_, n) => n.toString(16).padStart(3, "0"));
