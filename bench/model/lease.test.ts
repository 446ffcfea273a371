import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LeaseRun, runLeases } from "@/bench/model/lease";
import { type LeaseRules, soundRules, waitOf } from "@/bench/model/lease-rules";

const storm: Omit<LeaseRun, "rules" | "seed"> = {
  weather: { loss: 0.1, delayMax: 200, cutOff: 0.3, drift: 0.001 },
  regions: 3,
  seconds: 60,
  restarts: 3,
};

const runs = fc.record({
  seed: fc.nat(),
  regions: fc.integer({ min: 1, max: 4 }),
  restarts: fc.integer({ min: 0, max: 4 }),
  lease: fc.integer({ min: 200, max: 5_000 }),
  drift: fc.constantFrom(0, 0.001, 0.05),
  loss: fc.constantFrom(0, 0.05, 0.5),
  delayMax: fc.constantFrom(1, 80, 3_000),
  cutOff: fc.constantFrom(0, 0.2, 0.6),
});

/** Whether one of some runs breaks the promise. */
function isCaught(rules: LeaseRules, weather: Partial<LeaseRun["weather"]> = {}): boolean {
  for (let seed = 1; seed <= 20; seed++) {
    const run = { ...storm, weather: { ...storm.weather, ...weather }, rules, seed };
    if (runLeases(run).violations > 0) return true;
  }
  return false;
}

describe("regions that answer by lease", () => {
  it("never say valid once a revocation is answered, whatever network, clocks and restarts do", () => {
    fc.assert(
      fc.property(runs, ({ seed, regions, restarts, lease, drift, loss, delayMax, cutOff }) => {
        const found = runLeases({
          rules: { ...soundRules, lease, drift },
          weather: { loss, delayMax, cutOff, drift },
          regions,
          restarts,
          seconds: 20,
          seed,
        });
        expect(found.violations).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it("keep no revocation waiting for longer than a lease, and what clocks drift", () => {
    const found = runLeases({ ...storm, restarts: 0, rules: soundRules, seed: 5 });
    const bound = waitOf(soundRules) / (1 - soundRules.drift);
    expect(Math.max(...found.revokeMs)).toBeLessThanOrEqual(bound + 10);
    // And the storm is one: some did wait for a lease to end, and some questions went unanswered.
    expect(Math.max(...found.revokeMs)).toBeGreaterThan(soundRules.lease / 2);
    expect(found.unavailable).toBeGreaterThan(0);
  });

  it("answer everything by themselves while the network is whole, a revocation then costs a way there and back", () => {
    const weather = { loss: 0, delayMax: 0, cutOff: 0, drift: 0 };
    const found = runLeases({ ...storm, weather, restarts: 0, rules: soundRules, seed: 5 });
    expect(found.unavailable).toBe(0);
    expect(Math.max(...found.revokeMs)).toBeLessThan(20);
  });
});

describe("a protocol with a mistake is caught", () => {
  it.each<[string, Partial<LeaseRules>]>([
    ["revocations that wait for nobody", { waits: "nobody" }],
    ["leases that count from the moment they arrive", { countsFrom: "grant" }],
    ["a home region that forgets leases when it starts again", { restartsCarefully: false }],
    ["regions that acknowledge what they have not taken in", { appliesBeforeUse: false }],
  ])("%s", (_, mistake) => {
    expect(isCaught({ ...soundRules, ...mistake })).toBe(true);
  });

  it("waiting for no longer than the lease, where clocks drift by a twentieth", () => {
    const rules = { ...soundRules, lease: 4_000, drift: 0.05 };
    const weather = { drift: 0.05, delayMax: 5, cutOff: 0.6 };
    expect(isCaught(rules, weather)).toBe(false);
    expect(isCaught({ ...rules, allowsForDrift: false }, weather)).toBe(true);
  });
});
