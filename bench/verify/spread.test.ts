import { describe, expect, it } from "vitest";
import { slopeOf } from "@/bench/verify/slope";
import { spread } from "@/bench/verify/spread";

describe("numbers of several rounds", () => {
  it("show their median, which one bad round does not move, and their range", () => {
    expect(spread([0.5, 0.52, 0.1, 0.51, 0.53])).toBe("0.51 (0.10–0.53)");
  });

  it("show growth a minute of values taken each second", () => {
    const rising = Array.from({ length: 300 }, (_, second) => 150 + second / 60 + (second % 2));
    expect(slopeOf(rising)).toBeCloseTo(1, 1);
    expect(slopeOf([150, 150, 150])).toBe(0);
  });
});
