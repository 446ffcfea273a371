import { describe, expect, it } from "vitest";
import { bareCosts, costsAmongMillions, costsOf256, measuredCosts } from "@/bench/model/costs";
import { sizeShard } from "@/bench/model/fleet";
import { measuredPoints, missOf } from "@/bench/model/measured";
import { percentile } from "@/bench/model/percentile";
import { millionPlan, sizes } from "@/bench/model/plans";
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
    const bound = 1e6 / Math.max(bareCosts.generator, bareCosts.api);
    expect(perSecond).toBeGreaterThan(0.98 * bound);
    expect(perSecond).toBeLessThanOrEqual(1.002 * bound);
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
    const many = simulate({ ...scenario, costs: costsOf256, load: { connections: 256 } });
    expect(many.keysPerStatement).toBeGreaterThan(3 * few.keysPerStatement);
    expect(simulate({ ...scenario, load: { connections: 1 } }).keysPerStatement).toBe(2);
  });

  it("answers an open load below its capacity at that very rate, and one above it ever later", () => {
    const half = simulate({ ...scenario, load: { perSecond: 8_000 } });
    expect(half.perSecond).toBeGreaterThan(7_700);
    const over = simulate({ ...scenario, load: { perSecond: 34_000 }, seconds: 3 });
    expect(over.perSecond).toBeLessThan(31_000);
    expect(over.p99Ms).toBeGreaterThan(20 * half.p99Ms);
  });

  it("predicts rates that are measured or too high, by a fifth at most, and batches as large as measured ones", () => {
    for (const { name, server, connections, costs, perSecond, keysPerStatement } of measuredPoints) {
      const found = simulate({
        ...scenario,
        costs,
        api: server === "bare" ? { connections: 0, keysPerStatementMax: 1 } : productShape,
        load: { connections },
      });
      const miss = missOf(found.perSecond, perSecond);
      expect(miss, name).toBeGreaterThanOrEqual(0);
      expect(miss, name).toBeLessThan(1 / 5);
      if (keysPerStatement === null) continue;
      expect(Math.abs(found.keysPerStatement / keysPerStatement - 1), name).toBeLessThan(1 / 6);
    }
  });

  it("says how few keys a statement has in a process of the plan for a million a second", () => {
    const { verificationsPerSecond, apiProcesses } = sizeShard(millionPlan, costsAmongMillions, sizes);
    const perSecond = verificationsPerSecond / (apiProcesses - 1);
    const { keysPerStatement } = simulate({ ...scenario, costs: costsAmongMillions, load: { perSecond } });
    expect(keysPerStatement).toBeCloseTo(millionPlan.keysPerStatement, 1);
  });
});

describe("a percentile", () => {
  it("is a value that is there", () => {
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2);
    expect(percentile([4, 1, 3, 2], 0.99)).toBe(4);
    expect(percentile([], 0.5)).toBeNaN();
  });
});
