import { expect, test } from "vitest";
import type { UseSpan } from "@/domain/tokens/token-views";
import { fillUse, refusalsByVerdict } from "@/domain/tokens/use-bars";

const now = new Date("2026-06-10T12:34:56Z");

test("48 hours end with the hour that runs, 30 days with today", () => {
  const hours = fillUse([], "hour", now);
  expect(hours).toHaveLength(48);
  expect(hours[47]?.from).toEqual(new Date("2026-06-10T12:00:00Z"));
  expect(hours[0]?.from).toEqual(new Date("2026-06-08T13:00:00Z"));
  const days = fillUse([], "day", now);
  expect(days).toHaveLength(30);
  expect(days[29]?.from).toEqual(new Date("2026-06-10T00:00:00Z"));
  expect(days[0]?.from).toEqual(new Date("2026-05-12T00:00:00Z"));
});

test("a span's calls stand in its slot, refusals of all verdicts together", () => {
  const spans: UseSpan[] = [
    { from: new Date("2026-06-10T12:00:00Z"), verdicts: { valid: 5, forbidden: 2, rate_limited: 1 } },
    { from: new Date("2026-06-01T00:00:00Z"), verdicts: { valid: 9 } },
  ];
  const hours = fillUse(spans, "hour", now);
  expect(hours[47]).toMatchObject({ valid: 5, refused: 3 });
  expect(hours.slice(0, 47).every((bar) => bar.valid === 0 && bar.refused === 0)).toBe(true);
});

test("refusals are summed by verdict, most first, and valid calls are none", () => {
  const spans: UseSpan[] = [
    { from: now, verdicts: { valid: 5, forbidden: 2, rate_limited: 1 } },
    { from: now, verdicts: { rate_limited: 4 } },
  ];
  expect(refusalsByVerdict(spans)).toEqual([
    { verdict: "rate_limited", count: 5 },
    { verdict: "forbidden", count: 2 },
  ]);
});
