import { describe, expect, it } from "vitest";
import { createCalmLoads } from "@/bench/verify/calm";

/** Others have these shares of the processors, one load after the other. */
function loadsWhile(shares: readonly number[]) {
  let reads = 0;
  let stolen = 0;
  // Read before and after each load.
  const loads = createCalmLoads(() => {
    if (reads % 2 === 1) stolen += 1_000 * shares[(reads - 1) / 2]!;
    return { all: 1_000 * Math.ceil(reads++ / 2), stolen };
  });
  let made = 0;
  return { loads, work: async () => ++made };
}

describe("loads in calm minutes", () => {
  it("are made once where nobody takes anything", async () => {
    const { loads, work } = loadsWhile([0.02]);
    expect(await loads.measure(work)).toBe(1);
    expect(loads.describe()).toContain("1 loads for 1; none of those kept had more (at most 2.0 %)");
  });

  it("are made again until others take little", async () => {
    const { loads, work } = loadsWhile([0.3, 0.021, 0.01, 0]);
    expect(await loads.measure(work)).toBe(3);
    expect(loads.describe()).toContain("3 loads for 1; none of those kept had more (at most 1.0 %)");
  });

  it("are the calmest where it never gets calm, and say so", async () => {
    const { loads, work } = loadsWhile([0.5, 0.1, 0.4, 0.2]);
    expect(await loads.measure(work)).toBe(2);
    expect(loads.describe()).toContain("4 loads for 1; 1 of those kept had more (at most 10.0 %)");
  });
});
