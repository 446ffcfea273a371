import { expect, test } from "vitest";
import { choiceWithin, dayBounds, decideExpiry, presetDaysWithin } from "@/domain/tokens/expiry-choice";
import { isWithinLifetime } from "@/domain/tokens/policy";

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

test("presets end within the longest life, which is one itself", () => {
  expect(presetDaysWithin(null)).toEqual([7, 30, 90, 365]);
  expect(presetDaysWithin(90)).toEqual([7, 30, 90]);
  expect(presetDaysWithin(45)).toEqual([7, 30, 45]);
  expect(presetDaysWithin(1)).toEqual([1]);
  expect(presetDaysWithin(3650)).toEqual([7, 30, 90, 365, 3650]);
});

test("a choice beyond the longest life becomes it; what was named or kept stays", () => {
  expect(choiceWithin({ kind: "never" }, null)).toEqual({ kind: "never" });
  expect(choiceWithin({ kind: "never" }, 30)).toEqual({ kind: "days", days: 30 });
  expect(choiceWithin({ kind: "days", days: 90 }, 30)).toEqual({ kind: "days", days: 30 });
  expect(choiceWithin({ kind: "days", days: 7 }, 30)).toEqual({ kind: "days", days: 7 });
  for (const choice of [{ kind: "keep" }, { kind: "on", day: "2026-12-01" }] as const)
    expect(choiceWithin(choice, 1)).toBe(choice);
});

test.each([1, 2, 30, 3650])("every preset and every day offered under %i days is within them", (max) => {
  for (const at of ["2026-11-21T00:00:00.000Z", "2026-11-21T03:30:00.000Z", "2026-11-21T23:59:59.999Z"]) {
    const then = new Date(at);
    const bounds = dayBounds(max, then);
    const days = presetDaysWithin(max).map((count) =>
      decideExpiry({ kind: "days", days: count }, then, null),
    );
    const last = bounds?.last ? [decideExpiry({ kind: "on", day: bounds.last }, then, null)] : [];
    for (const expiresAt of [...days, ...last])
      expect(isWithinLifetime({ lifetimeDaysMax: max }, expiresAt ?? null, then), `${expiresAt}`).toBe(true);
  }
});

test("days to name begin tomorrow, and there are none where the longest life ends before the end of tomorrow", () => {
  expect(dayBounds(null, now)).toEqual({ first: "2026-11-22", last: undefined });
  expect(dayBounds(1, now)).toBeNull();
  expect(dayBounds(2, now)).toEqual({ first: "2026-11-22", last: "2026-11-22" });
});
