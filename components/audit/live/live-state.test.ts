import { expect, test } from "vitest";
import { mergeRows, nothingNew, withAllShown, withEvents } from "@/components/audit/live/live-state";
import type { AuditEntry } from "@/domain/audit/audit-views";

const event = (id: string, seq: number | null) => ({ id, seq }) as AuditEntry;
const idsOf = (rows: readonly AuditEntry[]) => rows.map(({ id }) => id).join(" ");

test("new events stand newest first; while somebody reads they wait, and come in the same order", () => {
  const first = withEvents(nothingNew, [event("a", 1), event("b", 2)], false);
  expect(idsOf(first.shown)).toBe("b a");
  const held = withEvents(withEvents(first, [event("c", 3)], true), [event("d", 4)], true);
  expect([idsOf(held.shown), idsOf(held.waiting)]).toEqual(["b a", "d c"]);
  expect(idsOf(withAllShown(held).shown)).toBe("d c b a");
  // Once nobody reads any more, what waited is shown without a click.
  expect(idsOf(withEvents(held, [], false).shown)).toBe("d c b a");
});

test("an event that the page had already is shown once, with the number that it got since", () => {
  const rows = [event("b", null), event("a", 1)];
  const merged = mergeRows(rows, [event("c", 3), event("b", 2)]);
  expect(merged).toEqual([event("c", 3), event("b", 2), event("a", 1)]);
});

test("nothing new leaves the state as it is", () => {
  expect(withEvents(nothingNew, [], true)).toBe(nothingNew);
  expect(withEvents(nothingNew, [], false)).toBe(nothingNew);
  const rows = [event("a", 1)];
  expect(mergeRows(rows, [])).toBe(rows);
});
