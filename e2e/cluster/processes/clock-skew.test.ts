import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { environmentOfSkew } from "@/e2e/cluster/processes/clock-skew";

const program =
  "const a = performance.now(); setTimeout(() => console.log(Date.now(), new Date().getTime(), performance.now() - a), 100)";
const preload = fileURLToPath(new URL("shift-clock.mjs", import.meta.url));

function tellTime({ args, env }: { args: readonly string[]; env: Record<string, string> }) {
  const began = Date.now();
  const { stdout } = spawnSync(process.execPath, [...args, "-e", program], {
    env: { ...process.env, ...env },
  });
  const ended = Date.now();
  const [now = 0, made = 0, passed = 0] = String(stdout).split(" ").map(Number);
  return { now, made, passed, began, ended };
}

const ways = [
  ["the way of this machine", environmentOfSkew],
  [
    "the preloaded module",
    (ms: number) => ({ args: ["--import", preload], env: { KEYDESK_CLUSTER_SKEW_MS: String(ms) } }),
  ],
] as const;

describe.each(ways)("a wrong clock: %s", (_name, start) => {
  test.each([300_000, -300_000])("%i ms off, and time passes as it does", (skewMs) => {
    const { now, made, passed, began, ended } = tellTime(start(skewMs));
    // It was told while the program ran, which may take long.
    for (const told of [now, made]) {
      expect(told - skewMs).toBeGreaterThan(began - 100);
      expect(told - skewMs).toBeLessThan(ended + 100);
    }
    expect(passed).toBeGreaterThan(90);
    expect(passed).toBeLessThan(ended - began + 100);
  });
});
