import { expect, test } from "vitest";
import { findViolations } from "@/scripts/crashes/find-violations";
import { measureLoss } from "@/scripts/crashes/measure-loss";
import type { Event, Row } from "@/scripts/crashes/read-state";
import type { Asked } from "@/scripts/crashes/writers";

const event = (seq: number, action: string, details: object, more: Partial<Event> = {}): Event => ({
  id: `event-${seq}`,
  seq,
  action,
  outcome: "done",
  targetId: "t",
  targetName: "Nightly",
  requestId: `request-${seq}`,
  details: details as Event["details"],
  ...more,
});
const asked = (requestId: string, action: Asked["action"], more: Partial<Asked> = {}): Asked => ({
  action,
  round: 1,
  outcome: "done",
  status: 200,
  requestId,
  targetId: "t",
  isNothing: false,
  isReplayed: false,
  repeat: null,
  ...more,
});
const created = event(1, "token.create", { last4: "aaaa" });
const rotated = event(2, "token.rotate", { last4: { before: "aaaa", after: "bbbb" } });
const events = [created, rotated, event(3, "token.disable", {})];
const calls = [
  asked("request-1", "token.create"),
  asked("request-2", "token.rotate"),
  asked("request-3", "token.disable"),
];
const row = (facts: object = {}): Row => ({
  kind: "token",
  id: "t",
  facts: {
    name: "Nightly",
    notes: "",
    expiresAt: null,
    disabled: true,
    deleted: false,
    last4: "bbbb",
    secrets: 2,
    current: "bbbb",
    unreadable: 0,
    ...facts,
  },
});

type Case = { asked?: Asked[]; events?: Event[]; rows?: Row[]; waiting?: number; before?: Event[] };
const find = ({
  asked: all = calls,
  events: told = events,
  rows = [row()],
  waiting = 0,
  before = [],
}: Case) => findViolations(all, { events: told, rows, waiting }, before, new Set(["older"]));

test.each<[string, Case, string[]]>([
  ["nothing is amiss", {}, []],
  ["an action that was cut off is wholly there", { asked: calls.slice(0, 2) }, []],
  ["a row from before has no event", { rows: [row(), { ...row(), id: "older" }] }, []],
  [
    "an acknowledged action has no event",
    { events: events.slice(0, 2), rows: [row({ disabled: false })] },
    ["token.disable of t (request request-3) was acknowledged, and has 0 events"],
  ],
  [
    "an acknowledged action has an event of something else",
    { asked: [...calls.slice(0, 2), asked("request-3", "token.disable", { targetId: "u" })] },
    ["token.disable of u (request request-3) was acknowledged, and has 0 events"],
  ],
  [
    "an action has two events",
    { events: [...events, event(4, "token.disable", {}, { requestId: "request-3" })] },
    [
      "token.disable of t (request request-3) was acknowledged, and has 2 events",
      "token.disable (number 4): t is switched to what it is",
    ],
  ],
  [
    "a refused action has an event",
    {
      asked: [...calls.slice(0, 2), asked("request-3", "token.disable", { outcome: "refused", status: 409 })],
    },
    ["token.disable of t (request request-3) was answered 409 without effect, and has 1 events"],
  ],
  [
    "a creation that was answered again was never done",
    { asked: [...calls, asked("request-9", "token.create", { targetId: "u", isReplayed: true })] },
    ["token.create of u (request request-9) was acknowledged again, and has 0 events"],
  ],
  [
    "an event has no effect",
    { rows: [row({ disabled: false })] },
    ["token t: disabled is false, and by its events true"],
  ],
  ["a row is missing", { rows: [] }, ["t has events, and is not there"]],
  ["a row has no event", { rows: [row(), { ...row(), id: "u" }] }, ["token u is there, and has no event"]],
  [
    "a secret is half replaced",
    { rows: [row({ current: null })] },
    ['token t: current is null, and by its events "bbbb"'],
  ],
  [
    "a number is missing",
    { events: [created, { ...rotated, seq: 3 }, event(4, "token.disable", {}, { requestId: "request-3" })] },
    ["the event at place 2 has the number 3"],
  ],
  ["events wait for a number", { waiting: 2 }, ["2 events still wait for a number"]],
  [
    "a number names another event than before",
    { before: [created, { ...rotated, id: "another" }] },
    ["number 2 named another event before the crash"],
  ],
])("%s", (_what, state, violations) => {
  expect(find(state)).toEqual(violations);
});

test("of uses that are not counted the age of the oldest is told; more than were asked for are a violation", () => {
  const uses = { answeredAt: [100, 200, 300, 400], sent: 5 };
  expect(measureLoss("t", uses, 4, 500)).toEqual({ uses: 0, ageMs: 0, violations: [] });
  expect(measureLoss("t", uses, 5, 500)).toEqual({ uses: 0, ageMs: 0, violations: [] });
  expect(measureLoss("t", uses, 2, 500)).toEqual({ uses: 2, ageMs: 200, violations: [] });
  expect(measureLoss("t", uses, 6, 500).violations).toEqual(["t: 6 uses are counted, and 5 were asked for"]);
});
