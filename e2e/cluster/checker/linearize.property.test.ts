import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isLinearizableByForce } from "@/e2e/cluster/checker/brute-force";
import { judgeHistory, type Timed } from "@/e2e/cluster/checker/linearize";
import { type RegisterOperation, registerModel } from "@/e2e/cluster/checker/register-model";

const value = fc.integer({ min: 0, max: 2 });
const operation: fc.Arbitrary<RegisterOperation> = fc.oneof(
  fc.record({ kind: fc.constant("write" as const), value }),
  fc.record({ kind: fc.constant("read" as const), value }),
  fc.record({ kind: fc.constant("swap" as const), expected: value, value, isDone: fc.boolean() }),
);
/** Anything at all: most of these could never have happened. */
const anyHistory = fc.array(
  fc
    .record({
      op: operation,
      invokedAt: fc.integer({ min: 0, max: 12 }),
      lasts: fc.option(fc.integer({ min: 1, max: 6 }), { freq: 4 }),
    })
    .map(
      ({ op, invokedAt, lasts }): Timed<RegisterOperation> => ({
        op: lasts === null && op.kind === "swap" ? { ...op, isDone: null } : op,
        invokedAt,
        returnedAt: lasts === null ? null : invokedAt + lasts,
      }),
    ),
  { maxLength: 7 },
);

const step = fc.record({
  kind: fc.constantFrom("write", "read", "read", "swap"),
  value,
  expected: value,
  before: fc.double({ min: 0, max: 4, noNaN: true }),
  after: fc.double({ min: 0, max: 4, noNaN: true }),
  isLost: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  /** Of those that are lost, some happened. */
  happens: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What clients see of operations that happen one after the other, the i-th at moment i, each somewhere between its ends. */
function actOut(steps: readonly Step[]): Timed<RegisterOperation>[] {
  let state = 0;
  return steps.map(({ kind, value, expected, before, after, isLost, happens }, moment) => {
    const isOpen = isLost && kind !== "read";
    let op: RegisterOperation;
    if (kind === "read") op = { kind, value: state };
    else if (kind === "write") op = { kind, value };
    else op = { kind: "swap", expected, value, isDone: isOpen ? null : state === expected };
    if (!isOpen || happens) state = registerModel.step(state, op)[0] ?? state;
    return { op, invokedAt: moment - before, returnedAt: isOpen ? null : moment + after };
  });
}

describe("the checker", () => {
  test("agrees with the trial of every order, on 20,000 random histories of up to seven operations", () => {
    const seen = { yes: 0, no: 0 };
    fc.assert(
      fc.property(anyHistory, (history) => {
        const expected = isLinearizableByForce(registerModel, history);
        seen[expected ? "yes" : "no"] += 1;
        expect(judgeHistory(registerModel, history).isLinearizable).toBe(expected);
      }),
      { numRuns: 20_000 },
    );
    // Neither answer is the rule.
    expect(Math.min(seen.yes, seen.no)).toBeGreaterThan(2_000);
  });

  test("passes every history that happened in some order, with answers lost", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        expect(judgeHistory(registerModel, actOut(steps)).isLinearizable).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test("fails one false answer wherever the trial of every order does", () => {
    let caught = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 2, maxLength: 7 }), fc.nat(), (steps, pick) => {
        const history = actOut(steps);
        const reads = history.filter(({ op }) => op.kind === "read");
        const lied = reads[pick % Math.max(reads.length, 1)];
        fc.pre(lied !== undefined);
        const flipped = history.map((entry) =>
          entry === lied && entry.op.kind === "read"
            ? { ...entry, op: { ...entry.op, value: (entry.op.value + 1) % 3 } }
            : entry,
        );
        const expected = isLinearizableByForce(registerModel, flipped);
        if (!expected) caught += 1;
        expect(judgeHistory(registerModel, flipped).isLinearizable).toBe(expected);
      }),
      { numRuns: 3_000 },
    );
    expect(caught).toBeGreaterThan(1_000);
  });
});
