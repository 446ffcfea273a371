import { expect, test } from "vitest";
import { verdicts } from "@/domain/verification/verdicts";
import { createHistogram } from "@/services/metrics/histogram";
import { createMeter, faces } from "@/services/metrics/meter";

test("each answer is counted once, at its face and outcome; what has no name is counted as other", () => {
  const meter = createMeter();
  for (const [f, face] of faces.entries()) {
    for (let i = 0; i <= f; i += 1) meter.answered(face, "valid", 0.001);
  }
  for (const verdict of verdicts) meter.answered("verify", `gateway_${verdict}`, 0.001);
  meter.answered("self", "no such thing", 0.001);
  const counted = meter.read().answers.filter(({ count }) => count > 0);
  expect(counted.filter(({ outcome }) => outcome === "valid").map(({ count }) => count)).toEqual([
    1, 2, 3, 4,
  ]);
  expect(counted.filter(({ outcome }) => outcome.startsWith("gateway_"))).toHaveLength(verdicts.length);
  expect(counted.find(({ outcome }) => outcome === "other")).toEqual({
    face: "self",
    outcome: "other",
    count: 1,
  });
  expect(counted).toHaveLength(4 + verdicts.length + 1);
});

test("an observation falls into the first bucket that is not below it, and into the last when it is above all", () => {
  const histogram = createHistogram([1, 2, 4]);
  for (const value of [0, 1, 1.5, 2, 2.1, 4, 4.1, 1_000]) histogram.observe(value);
  expect(histogram.read()).toEqual({ bounds: [1, 2, 4], counts: [2, 2, 2, 2], sum: 1_014.7 });
});

test("an answer costs less than 0.2 microseconds to count", () => {
  const meter = createMeter();
  const outcomes = ["valid", "unknown", "revoked", "rate_limited"] as const;
  const calls = 50_000;
  const round = () => {
    const startedAt = performance.now();
    for (let i = 0; i < calls; i += 1) meter.answered(faces[i & 1]!, outcomes[i & 3]!, (i & 1023) * 1e-5);
    return ((performance.now() - startedAt) * 1_000) / calls;
  };
  // The best of many short rounds: others share the machine, and the first rounds compile.
  const best = Math.min(...Array.from({ length: 200 }, round));
  expect(best).toBeLessThan(0.2);
});
