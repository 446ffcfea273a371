import { expect, test } from "vitest";
import { type NodeStatus, noticesOf } from "@/domain/nodes/node-status";

const at = (minute: number) => new Date(Date.UTC(2026, 5, 15, 10, minute));

function node(name: string, changes: Partial<NodeStatus> = {}): NodeStatus {
  return {
    id: name,
    kind: "api",
    name,
    version: "1",
    startedAt: at(0),
    seenAt: at(30),
    isLive: true,
    limitStore: "redis",
    aloneSince: null,
    usageLagMs: 0,
    ...changes,
  };
}
const alone = (name: string, minute: number) => node(name, { limitStore: "memory", aloneSince: at(minute) });

test("there is nothing to say of nodes that share their limits, nor of a single one without Redis", () => {
  expect(noticesOf([])).toEqual([]);
  expect(noticesOf([node("a"), node("b"), node("d", { kind: "desk", limitStore: null })])).toEqual([]);
  expect(noticesOf([node("a", { limitStore: "memory" })])).toEqual([]);
});

test("nodes that count by themselves are named, with the time since when the first one does", () => {
  expect(noticesOf([node("a"), alone("b", 12), alone("c", 10)])).toEqual([
    { kind: "alone", since: at(10), names: ["b", "c"], of: 3 },
  ]);
  expect(noticesOf([alone("a", 1)])).toEqual([{ kind: "alone", since: at(1), names: ["a"], of: 1 }]);
});

test("several nodes of which one was given no Redis are told apart from those that lost it", () => {
  expect(noticesOf([node("a"), node("b", { limitStore: "memory" }), alone("c", 10)])).toEqual([
    { kind: "alone", since: at(10), names: ["c"], of: 3 },
    { kind: "apart", names: ["b"], of: 3 },
  ]);
});

test("nodes that are gone count for nothing, unless all of the API's are", () => {
  const gone = node("b", { isLive: false, seenAt: at(20), limitStore: "memory", aloneSince: at(5) });
  expect(noticesOf([node("a"), gone])).toEqual([]);
  expect(noticesOf([gone, node("d", { kind: "desk", limitStore: null })])).toEqual([
    { kind: "no_api", since: at(20) },
  ]);
});
