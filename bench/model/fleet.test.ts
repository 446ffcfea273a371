import { describe, expect, it } from "vitest";
import { costsAmongMillions } from "@/bench/model/costs";
import { journalAge, shardsForMovers, sizeShard } from "@/bench/model/fleet";
import { measuredPoints } from "@/bench/model/measured";
import { millionPlan, sizes } from "@/bench/model/plans";

describe("the needs of a fleet", () => {
  it("add up to the same, however many shards they are cut into", () => {
    const of = (shards: number) => sizeShard({ ...millionPlan, shards }, costsAmongMillions, sizes);
    const [few, many] = [of(8), of(64)];
    expect(few.apiCores * 8).toBeCloseTo(many.apiCores * 64);
    expect(few.gigabytes * 8).toBeCloseTo(many.gigabytes * 64);
    expect(few.memoryGigabytes * 8).toBeCloseTo(many.memoryGigabytes * 64);
    expect(few.walMegabytesPerSecond * 8).toBeCloseTo(many.walMegabytesPerSecond * 64);
  });

  it("ask of each shard at most what one was measured to do, and of its mover at most half a core", () => {
    const shard = sizeShard(millionPlan, costsAmongMillions, sizes);
    const least = measuredPoints
      .filter(({ server }) => server === "verify")
      .map(({ perSecond: [from] }) => from);
    expect(shard.verificationsPerSecond).toBeLessThanOrEqual(Math.min(...least));
    expect(shard.moverShare).toBeLessThanOrEqual(0.5);
    expect(millionPlan.shards).toBeGreaterThanOrEqual(shardsForMovers(millionPlan, costsAmongMillions, 0.5));
  });

  it("know how far a journal falls behind: not at all below a seventh of a core, for ever at a whole one", () => {
    expect(journalAge(0.1)).toBe(0);
    // Half a core: as long a rest as work, so the pace has gone up sixfold.
    expect(journalAge(0.5)).toBeCloseTo(1_500);
    expect(journalAge(0.999)).toBeGreaterThan(86_400);
  });
});
