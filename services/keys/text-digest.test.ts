import { createHmac, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createTextDigest } from "@/services/keys/text-digest";

test("is HMAC-SHA-256 for every length of text, one after the other, and every key", () => {
  for (let round = 0; round < 20; round++) {
    const key = randomBytes(32);
    const digest = createTextDigest(key);
    // Long and short in turn: nothing of an earlier text may be left.
    for (let i = 0; i <= 256; i++) {
      const length = i % 2 === 0 ? 256 - i : i;
      const text = randomBytes(length).toString("base64").slice(0, length);
      expect(digest(text)).toBe(createHmac("sha256", key).update(text).digest("binary"));
    }
  }
});

test("gives RFC 4231's digest of its second case", () => {
  const digest = createTextDigest(Buffer.from("Jefe"));
  expect(Buffer.from(digest("what do ya want for nothing?"), "latin1").toString("hex")).toBe(
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  );
});

test("refuses what does not fit, instead of cutting it", () => {
  expect(() => createTextDigest(randomBytes(32))("x".repeat(257))).toThrow("too long");
  expect(() => createTextDigest(randomBytes(65))).toThrow("block");
});
