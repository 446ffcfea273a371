import { describe, expect, test } from "vitest";
import { addressKey } from "@/domain/limits/address-key";
import { violatedLimits } from "@/domain/limits/judge";
import { dayOf, endOfDay, startOfDay } from "@/domain/limits/policies";
import { limitVerdict } from "@/domain/limits/standing";

const free = { used: 99, limit: 100 };
const full = { used: 100, limit: 100 };

describe("a call", () => {
  test.each([
    [free, free, free, [], null],
    [full, free, free, ["address"], "rate_limited"],
    [free, full, free, ["minute"], "rate_limited"],
    [free, free, full, ["day"], "quota_exceeded"],
    [free, full, full, ["minute", "day"], "rate_limited"],
    [full, full, full, ["address", "minute", "day"], "rate_limited"],
  ] as const)(
    "with address %j, minute %j and day %j is refused by %j",
    (address, minute, day, names, verdict) => {
      const violated = violatedLimits(address, { minute, day });
      expect(violated).toEqual(names);
      expect(limitVerdict(violated)).toBe(verdict);
    },
  );

  test("that is refused already meets its address's limit alone, and one without an address none", () => {
    expect(violatedLimits(full, null)).toEqual(["address"]);
    expect(violatedLimits(null, null)).toEqual([]);
  });

  test("of an account without licensed assets is always over the day's limit", () => {
    expect(violatedLimits(null, { minute: free, day: { used: 0, limit: 0 } })).toEqual(["day"]);
  });

  test("over a limit that was lowered below what is used is refused", () => {
    expect(violatedLimits(null, { minute: { used: 80, limit: 50 }, day: free })).toEqual(["minute"]);
  });
});

test("a v4 address is counted by itself, a v6 address with its /64, however either is written", () => {
  expect(addressKey("192.0.2.1")).toBe("192.0.2.1");
  expect(addressKey("::ffff:192.0.2.1")).toBe("192.0.2.1");
  const network = addressKey("2001:db8:0:1::1");
  expect(addressKey("2001:0db8:0000:0001:ffff::2")).toBe(network);
  expect(addressKey("2001:db8:0:2::1")).not.toBe(network);
});

test("a day is a day of UTC", () => {
  const at = Date.parse("2026-06-15T10:30:00.000Z");
  expect(new Date(startOfDay(at)).toISOString()).toBe("2026-06-15T00:00:00.000Z");
  expect(new Date(endOfDay(at)).toISOString()).toBe("2026-06-16T00:00:00.000Z");
  expect(dayOf(endOfDay(at))).toBe(dayOf(at) + 1);
  expect(dayOf(endOfDay(at) - 1)).toBe(dayOf(at));
});
