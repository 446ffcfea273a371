import { describe, expect, it } from "vitest";
import { formatDay, formatInstant, formatMinute, formatRelative } from "./format-time";

const now = new Date("2026-03-10T12:00:00Z");
const before = (ms: number) => new Date(now.getTime() - ms);

describe("relative times", () => {
  it.each([
    [0, "just now"],
    [4_999, "just now"],
    [5_000, "5 seconds ago"],
    [59_999, "59 seconds ago"],
    [60_000, "1 minute ago"],
    [3_599_999, "59 minutes ago"],
    [3_600_000, "1 hour ago"],
    [86_399_999, "23 hours ago"],
    [86_400_000, "yesterday"],
    [172_800_000, "2 days ago"],
    [104 * 86_400_000, "104 days ago"],
    [365 * 86_400_000, "1 year ago"],
    [-30_000, "in 30 seconds"],
    [-86_400_000, "in 1 day"],
    [-6 * 86_400_000, "in 6 days"],
  ])("%d ms back reads %s", (ms, words) => {
    expect(formatRelative(before(ms), now)).toBe(words);
  });
});

describe("absolute times", () => {
  const at = new Date("2026-09-03T04:05:09.900Z");
  it("are in UTC, spelt the same everywhere", () => {
    expect(formatDay(at)).toBe("3 Sep 2026");
    expect(formatMinute(at)).toBe("3 Sep 2026, 04:05 UTC");
    expect(formatInstant(at)).toBe("3 Sep 2026, 04:05:09 UTC");
  });
});
