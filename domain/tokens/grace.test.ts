import { expect, test } from "vitest";
import { needsTypedConfirmation } from "@/domain/tokens/confirmation";
import { graceEnd } from "@/domain/tokens/grace";

const now = new Date("2026-06-15T10:30:00.000Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

test("without a grace period the old secret ends at once", () => {
  expect(graceEnd(now, 0, null)).toBeNull();
});
test("a grace period is counted from now", () => {
  expect(graceEnd(now, 3600, null)).toEqual(later(3600));
  expect(graceEnd(now, 3600, later(3601))).toEqual(later(3600));
});
test("a grace period never passes the token's expiry", () => {
  expect(graceEnd(now, 86_400, later(60))).toEqual(later(60));
});
test("an expired token has no grace", () => {
  expect(graceEnd(now, 3600, now)).toBeNull();
  expect(graceEnd(now, 3600, later(-1))).toBeNull();
});

test("deleting needs a typed confirmation when it was used within 7 days", () => {
  expect(needsTypedConfirmation(null, now)).toBe(false);
  expect(needsTypedConfirmation(now, now)).toBe(true);
  expect(needsTypedConfirmation(later(-7 * 86_400), now)).toBe(true);
  expect(needsTypedConfirmation(later(-7 * 86_400 - 1), now)).toBe(false);
});
