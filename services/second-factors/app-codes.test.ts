import { expect, it } from "vitest";
import { appUri, findStep, mintAppSecret } from "@/services/second-factors/app-codes";

// RFC 6238 appendix B, SHA-1, its eight digits cut to the six that are shown.
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const vectors: readonly [seconds: number, code: string][] = [
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
  [20_000_000_000, "353130"],
];

it.each(vectors)("knows the published code of second %d, and its step", (seconds, code) => {
  const step = Math.floor(seconds / 30);
  expect(findStep(secret, code, new Date(seconds * 1000))).toBe(step);
  // A step early or late it is still taken, as what it is; two steps away it is not.
  expect(findStep(secret, code, new Date((step + 1) * 30_000))).toBe(step);
  expect(findStep(secret, code, new Date(step * 30_000 - 1))).toBe(step);
  expect(findStep(secret, code, new Date((step + 2) * 30_000))).toBeNull();
  expect(findStep(secret, code, new Date((step - 1) * 30_000 - 1))).toBeNull();
});

it("makes secrets of 160 bits, each its own, and says in the picture what every app understands", () => {
  const made = new Set(Array.from({ length: 200 }, mintAppSecret));
  expect(made.size).toBe(200);
  for (const each of made) expect(each).toMatch(/^[A-Z2-7]{32}$/);
  const uri = new URL(appUri(secret, { issuer: "Keydesk desk.example", label: "ada+x@example.com" }));
  expect(uri.protocol + uri.host).toBe("otpauth:totp");
  expect(decodeURIComponent(uri.pathname)).toBe("/Keydesk desk.example:ada+x@example.com");
  expect(Object.fromEntries(uri.searchParams)).toEqual({
    issuer: "Keydesk desk.example",
    secret,
    algorithm: "SHA1",
    digits: "6",
    period: "30",
  });
});
