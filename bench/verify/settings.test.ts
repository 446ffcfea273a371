import { describe, expect, it } from "vitest";
import { readSettings } from "@/bench/verify/settings";

describe("the settings of a run", () => {
  it("leave out, unless they are named, the sections that take long", () => {
    expect(readSettings({} as NodeJS.ProcessEnv).sections).toEqual(["peers", "verify", "p99", "overload"]);
    const named = { BENCH_ONLY: "memory,verify" } as unknown as NodeJS.ProcessEnv;
    expect(readSettings(named).sections).toEqual(["verify", "memory"]);
  });

  it("refuse a section that there is not, by naming those that there are", () => {
    const wrong = { BENCH_ONLY: "speed" } as unknown as NodeJS.ProcessEnv;
    expect(() => readSettings(wrong)).toThrow(/no speed, only peers, verify/);
  });

  it("keep no results of a run that is shorter than the standard", () => {
    expect(readSettings({} as NodeJS.ProcessEnv).isWhole).toBe(true);
    expect(readSettings({ BENCH_ROUNDS: "2" } as unknown as NodeJS.ProcessEnv).isWhole).toBe(false);
  });
});
