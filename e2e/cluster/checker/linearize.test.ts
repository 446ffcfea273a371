import { describe, expect, test } from "vitest";
import { judgeHistory, type Timed } from "@/e2e/cluster/checker/linearize";
import { type RegisterOperation, registerModel } from "@/e2e/cluster/checker/register-model";

/** `[from, to, operation]`; `to` null: no answer. */
type Row = readonly [from: number, to: number | null, op: RegisterOperation];
const write = (value: number): RegisterOperation => ({ kind: "write", value });
const read = (value: number): RegisterOperation => ({ kind: "read", value });
/** Swaps `expected` for `value`, and says whether it did. */
const swap = (expected: number, value: number, isDone: boolean | null): RegisterOperation => ({
  kind: "swap",
  expected,
  value,
  isDone,
});

const judge = (rows: readonly Row[]) =>
  judgeHistory(
    registerModel,
    rows.map(([invokedAt, returnedAt, op]): Timed<RegisterOperation> => ({ op, invokedAt, returnedAt })),
  );

const linearizable: [string, Row[]][] = [
  ["nothing", []],
  [
    "a write, then a read of it",
    [
      [0, 1, write(1)],
      [2, 3, read(1)],
    ],
  ],
  [
    "a read during a write sees the old value",
    [
      [0, 9, write(1)],
      [1, 2, read(0)],
    ],
  ],
  [
    "a read during a write sees the new value",
    [
      [0, 9, write(1)],
      [1, 2, read(1)],
    ],
  ],
  [
    "two reads during a write see old, then new",
    [
      [0, 9, write(1)],
      [1, 2, read(0)],
      [3, 4, read(1)],
    ],
  ],
  [
    "a read that overlaps two writes sees the first",
    [
      [0, 5, write(1)],
      [1, 6, write(2)],
      [2, 3, read(1)],
      [7, 8, read(2)],
    ],
  ],
  [
    "writes that overlap happen in the order that reads show",
    [
      [0, 5, write(1)],
      [0, 5, write(2)],
      [6, 7, read(1)],
    ],
  ],
  [
    "an unanswered write never happens",
    [
      [0, null, write(1)],
      [5, 6, read(0)],
      [100, 101, read(0)],
    ],
  ],
  [
    "an unanswered write happens late",
    [
      [0, null, write(1)],
      [5, 6, read(0)],
      [100, 101, read(1)],
    ],
  ],
  [
    "an unanswered swap happens between two reads",
    [
      [0, null, swap(0, 1, null)],
      [1, 2, read(0)],
      [3, 4, read(1)],
    ],
  ],
  [
    "two swaps of the same value overlap, one wins",
    [
      [0, 5, swap(0, 1, true)],
      [0, 5, swap(0, 2, false)],
      [6, 7, read(1)],
    ],
  ],
  [
    "what touches at one moment overlaps",
    [
      [0, 5, write(1)],
      [5, 6, read(0)],
    ],
  ],
  [
    "an answer rests on an unanswered write that rests on another",
    [
      [0, null, swap(0, 1, null)],
      [1, null, swap(1, 2, null)],
      [5, 6, read(2)],
    ],
  ],
];

const notLinearizable: [string, number, Row[]][] = [
  [
    "a stale read",
    3,
    [
      [0, 1, write(1)],
      [2, 3, read(0)],
    ],
  ],
  ["a read of what nobody wrote", 1, [[0, 1, read(7)]]],
  [
    "two reads during a write see new, then old",
    4,
    [
      [0, 9, write(1)],
      [1, 2, read(1)],
      [3, 4, read(0)],
    ],
  ],
  [
    "reads disagree on the order of two writes",
    11,
    [
      [0, 5, write(1)],
      [0, 5, write(2)],
      [6, 7, read(1)],
      [10, 11, read(2)],
    ],
  ],
  [
    "a value comes back that was overwritten",
    7,
    [
      [0, 1, write(1)],
      [2, 3, write(2)],
      [6, 7, read(1)],
    ],
  ],
  [
    "an unanswered write happens twice",
    9,
    [
      [0, null, write(1)],
      [1, 2, read(1)],
      [3, 4, write(2)],
      [5, 6, read(2)],
      [8, 9, read(1)],
    ],
  ],
  [
    "an unanswered write is seen before it was asked for",
    1,
    [
      [0, 1, read(1)],
      [2, null, write(1)],
    ],
  ],
  [
    "two swaps of the same value both win",
    5,
    [
      [0, 5, swap(0, 1, true)],
      [0, 5, swap(0, 2, true)],
    ],
  ],
  ["a swap fails although its value was there all the time", 3, [[2, 3, swap(0, 1, false)]]],
];

describe("histories of a register", () => {
  test.each(linearizable)("linearizable: %s", (_title, rows) => {
    expect(judge(rows)).toMatchObject({ isLinearizable: true, violation: null });
  });

  test.each(notLinearizable)("not linearizable: %s", (_title, returnedAt, rows) => {
    const { isLinearizable, violation } = judge(rows);
    expect(isLinearizable).toBe(false);
    // Found at the first answer that fits no order.
    expect(violation?.at.returnedAt).toBe(returnedAt);
  });

  test("a violation tells the states that were possible just before it", () => {
    const { violation } = judge([
      [0, 1, write(1)],
      [1.5, null, write(2)],
      [2, 3, read(0)],
    ]);
    expect(violation?.possible).toEqual([1]);
  });

  test("two hundred unanswered writes do not make the search explode", () => {
    const rows: Row[] = Array.from({ length: 200 }, (_, i) => [i, null, write(i % 5)]);
    for (let i = 0; i < 500; i++) rows.push([200 + i, 200.5 + i, read(i % 5)]);
    expect(judge(rows)).toMatchObject({ isLinearizable: false });
    const some = rows.slice(0, 200).concat(rows.slice(200, 300));
    const { isLinearizable, configurationsMax } = judge(some);
    expect(isLinearizable).toBe(true);
    expect(configurationsMax).toBeLessThan(500);
  });
});
