import { expect, test } from "vitest";
import { mergeCallers } from "@/domain/tokens/merge-callers";

const at = (minute: number) => new Date(Date.UTC(2026, 5, 1, 12, minute));
const caller = (change: object) => ({
  ip: "10.0.4.7",
  agent: "curl/8",
  firstSeenAt: at(0),
  lastSeenAt: at(1),
  total: 1,
  oldSecret: false,
  ...change,
});

test("calls with several former secrets from one place are one line, with all their calls", () => {
  const merged = mergeCallers([
    caller({ oldSecret: true, total: 5, firstSeenAt: at(3), lastSeenAt: at(9) }),
    caller({ oldSecret: true, total: 7, firstSeenAt: at(1), lastSeenAt: at(4) }),
  ]);
  expect(merged).toEqual([caller({ oldSecret: true, total: 12, firstSeenAt: at(1), lastSeenAt: at(9) })]);
});

test("the current secret, another agent and another address keep their own lines, seen last first", () => {
  const lines = [
    caller({ lastSeenAt: at(1) }),
    caller({ lastSeenAt: at(4), oldSecret: true }),
    caller({ lastSeenAt: at(3), agent: "node/22" }),
    caller({ lastSeenAt: at(2), ip: "10.0.4.8" }),
  ];
  expect(mergeCallers(lines).map((line) => line.lastSeenAt)).toEqual([at(4), at(3), at(2), at(1)]);
});
