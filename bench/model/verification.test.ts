import { describe, expect, it } from "vitest";
import { bareCosts, measuredCosts } from "@/bench/model/costs";
import { measuredPoints, missOf } from "@/bench/model/measured";
import { percentile } from "@/bench/model/percentile";
import { productShape, type Scenario, simulate } from "@/bench/model/simulate";

const quiet: Scenario["cores"] = { count: 2, slice: 100, others: 0, othersWeight: 1 };
const noMover = { ...measuredCosts, movePerUse: 0, flushPerUse: 0 };
const scenario: Scenario = {
  costs: measuredCosts,
  cores: quiet,
  api: productShape,
  load: { connections: 64 },
  seconds: 2,
  seed: 1,
};

describe("the model of a verification", () => {
  it("is bound by the one thread of the slower end where the server asks nobody", () => {
    const api = { connections: 0, keysPerStatementMax: 1 };
    const { perSecond } = simulate({ ...scenario, costs: bareCosts, api });
    expect(perSecond).toBeGreaterThan(0.98 * (1e6 / bareCosts.generator));
    expect(perSecond).toBeLessThanOrEqual(1.001 * (1e6 / bareCosts.generator));
  });

  it("obeys Little's law: those under way are the rate times their time", () => {
    // Without what stands still once a second, median and mean are near each other.
    const { perSecond, p50Ms } = simulate({ ...scenario, costs: noMover });
    const thinking = measuredCosts.generator / 2 / 1_000;
    expect((perSecond * (p50Ms + thinking)) / 1_000).toBeGreaterThan(64 * 0.85);
    expect((perSecond * p50Ms) / 1_000).toBeLessThan(64 * 1.1);
  });

  it("never does more work than the cores have time", () => {
    const { generator, api, databasePerKey } = measuredCosts;
    for (const connections of [64, 256]) {
      const { perSecond } = simulate({ ...scenario, load: { connections } });
      expect(perSecond * (generator + api + databasePerKey)).toBeLessThan(2e6);
      expect(perSecond * api).toBeLessThan(1e6);
    }
  });

  it("shares a statement among more keys the more ask, and one of them is the gateway's", () => {
    const few = simulate({ ...scenario, load: { connections: 16 } });
    const many = simulate({ ...scenario, load: { connections: 256 } });
    expect(many.keysPerStatement).toBeGreaterThan(3 * few.keysPerStatement);
    expect(simulate({ ...scenario, load: { connections: 1 } }).keysPerStatement).toBe(2);
  });

  it("answers an open load below its capacity at that very rate, and one above it ever later", () => {
    const half = simulate({ ...scenario, load: { perSecond: 8_000 } });
    expect(half.perSecond).toBeGreaterThan(7_700);
    const over = simulate({ ...scenario, load: { perSecond: 20_000 }, seconds: 3 });
    expect(over.perSecond).toBeLessThan(18_000);
    expect(over.p99Ms).toBeGreaterThan(20 * half.p99Ms);
  });

  it("predicts the measured rates within a seventh", () => {
    for (const point of measuredPoints) {
      const isBare = point.server === "bare";
      const { perSecond } = simulate({
        ...scenario,
        costs: isBare ? bareCosts : measuredCosts,
        api: isBare ? { connections: 0, keysPerStatementMax: 1 } : productShape,
        load: { connections: point.connections },
      });
      expect(Math.abs(missOf(perSecond, point.perSecond)), point.name).toBeLessThan(1 / 7);
    }
  });
});

describe("a percentile", () => {
  it("is a value that is there", () => {
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2);
    expect(percentile([4, 1, 3, 2], 0.99)).toBe(4);
    expect(percentile([], 0.5)).toBeNaN();
  });
});
