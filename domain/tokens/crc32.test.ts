import { crc32 } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { addToCrc32, crc32Start, endCrc32 } from "@/domain/tokens/crc32";

test("is zlib's sum, whatever the bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(endCrc32(bytes.reduce(addToCrc32, crc32Start))).toBe(crc32(bytes));
    }),
  );
  expect(endCrc32([...Buffer.from("123456789")].reduce(addToCrc32, crc32Start))).toBe(0xcbf43926);
});
