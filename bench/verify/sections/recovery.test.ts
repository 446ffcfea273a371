import { describe, expect, it } from "vitest";
import type { Tally } from "@/bench/verify/open-loop/open-loop";
import { findRecovery } from "@/bench/verify/sections/recovery";

const window = (ok: number, p99: number) => ({ due: 100, ok, p99 }) as Tally;
const [good, slow, shedding] = [window(100, 5_000), window(100, 50_000), window(90, 5_000)];

describe("when an overloaded server counts as recovered", () => {
  it("from the first window on that begins half a second of good answers", () => {
    const windows = [shedding, slow, good, good, good, good, good, good];
    expect(findRecovery(windows, 10_000)).toBeCloseTo(0.2);
  });

  it("not while one answer among good ones is late or refused", () => {
    const windows = [good, good, good, good, shedding, good, good, good, good, slow];
    expect(findRecovery(windows, 10_000)).toBeNull();
  });

  it("at once where nothing was wrong", () => {
    expect(
      findRecovery(
        Array.from({ length: 8 }, () => good),
        10_000,
      ),
    ).toBe(0);
  });
});
