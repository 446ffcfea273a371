import fc from "fast-check";
import { parseList } from "structured-headers";
import { expect, test } from "vitest";
import * as headers from "@/domain/limits/limit-headers";
import { type LimitName, limitNames, windowSeconds } from "@/domain/limits/policies";
import type { LimitStanding } from "@/domain/limits/standing";

const byName = (lines: string): Record<string, string> => {
  const all = lines.split("\r\n");
  expect(all.pop()).toBe("");
  return Object.fromEntries(all.map((line) => line.split(": ") as [string, string]));
};
const readLimitHeaders = (standing: LimitStanding) => byName(headers.writeLimitHeaders(standing));
const readRetryAfter = (standing: LimitStanding) => byName(headers.writeRetryAfter(standing));

const standing: LimitStanding = {
  violated: [],
  address: { limit: 2000, used: 7, endsInMs: 299_001 },
  account: {
    minute: { limit: 100, used: 1, endsInMs: 60_000 },
    day: { limit: 1000, used: 58, endsInMs: 48_600_000 },
    total: 12_345,
  },
};

test("RZ-07 a call within its limits is told all of them, as runZero and the draft name them", () => {
  expect(readLimitHeaders(standing)).toEqual({
    "x-api-usage-total": "12345",
    "x-api-usage-today": "58",
    "x-api-usage-limit": "1000",
    "x-api-usage-remaining": "942",
    "ratelimit-policy": '"minute";q=100;w=60, "day";q=1000;w=86400, "address";q=2000;w=300',
    ratelimit: '"minute";r=99;t=60, "day";r=942;t=48600, "address";r=1993;t=300',
  });
});

test("without a known address or account, their limits are left out", () => {
  expect(readLimitHeaders({ ...standing, address: null })).toMatchObject({
    ratelimit: '"minute";r=99;t=60, "day";r=942;t=48600',
  });
  expect(readLimitHeaders({ ...standing, account: null })).toEqual({
    "ratelimit-policy": '"address";q=2000;w=300',
    ratelimit: '"address";r=1993;t=300',
  });
  expect(readLimitHeaders({ violated: [], address: null, account: null })).toEqual({});
});

const limit = fc.record({
  limit: fc.integer({ min: 0, max: 2_000_000_000 }),
  used: fc.integer({ min: 0, max: 2_000_000_000 }),
  endsInMs: fc.integer({ min: 1, max: 86_400_000 }),
});
const anyStanding = fc.record({
  violated: fc.subarray([...limitNames]),
  address: fc.option(limit),
  account: fc.option(fc.record({ minute: limit, day: limit, total: fc.maxSafeNat() })),
});

test("any standing makes lists of strings with whole, non-negative parameters (RFC 9651; draft-11 §3, §4)", () => {
  fc.assert(
    fc.property(anyStanding, (any) => {
      const told = readLimitHeaders(any);
      const known = new Map<LimitName, { limit: number; used: number; endsInMs: number }>();
      if (any.account !== null) known.set("minute", any.account.minute).set("day", any.account.day);
      if (any.address !== null) known.set("address", any.address);
      const policies = parseList(told["ratelimit-policy"] ?? "");
      const states = parseList(told.ratelimit ?? "");
      expect(policies.map(([name, parameters]) => [name, Object.fromEntries(parameters)])).toEqual(
        [...known].map(([name, { limit: q }]) => [name, { q, w: windowSeconds[name] }]),
      );
      expect(states.map(([name]) => name)).toEqual([...known.keys()]);
      for (const [name, parameters] of states) {
        const { limit: q, used, endsInMs } = known.get(name as LimitName)!;
        expect(parameters.get("r")).toBe(Math.max(0, q - used));
        expect(parameters.get("t")).toBeGreaterThanOrEqual(endsInMs / 1_000);
        expect(parameters.get("t")).toBeLessThan(endsInMs / 1_000 + 1);
      }
    }),
  );
});

test("Retry-After comes with refusals only, and is never earlier than the end of any window that refuses (draft-11 §6)", () => {
  fc.assert(
    fc.property(anyStanding, (any) => {
      const ends = any.violated.flatMap((name) => {
        const found = name === "address" ? any.address : any.account?.[name];
        return found ? [found.endsInMs] : [];
      });
      const retryAfter = readLimitHeaders(any)["retry-after"];
      expect(readRetryAfter(any)["retry-after"]).toBe(retryAfter);
      if (ends.length === 0) expect(retryAfter).toBeUndefined();
      else expect(Number(retryAfter) * 1_000).toBeGreaterThanOrEqual(Math.max(...ends));
    }),
  );
});
