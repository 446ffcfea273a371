import { expect, test } from "vitest";
import { decideExpiry } from "@/domain/tokens/expiry-choice";

const now = new Date("2026-11-21T03:30:00.000Z");
const current = new Date("2027-01-01T00:00:00.000Z");

test("a preset counts whole days from now", () => {
  expect(decideExpiry({ kind: "days", days: 30 }, now, null)).toEqual(new Date("2026-12-21T03:30:00.000Z"));
});

test("a day means until its end in UTC", () => {
  expect(decideExpiry({ kind: "on", day: "2027-06-03" }, now, null)).toEqual(
    new Date("2027-06-03T23:59:59.999Z"),
  );
});

test("a day that does not exist, or is not finished, is no expiry", () => {
  for (const day of ["", "2027-06-31", "2027-13-01", "tomorrow", "0002-1-1"])
    expect(decideExpiry({ kind: "on", day }, now, current), day).toBeUndefined();
});

test("never is null, and keep is what it was", () => {
  expect(decideExpiry({ kind: "never" }, now, current)).toBeNull();
  expect(decideExpiry({ kind: "keep" }, now, current)).toBe(current);
});
