import { expect, test } from "vitest";
import { countWords } from "@/components/audit/count-words";

test("a page of events is told with how many it lists, and with what goes on before and after it", () => {
  const none = { nextCursor: null, previousCursor: null };
  expect(countWords({ rows: [], ...none })).toBe("0 events");
  expect(countWords({ rows: [1], ...none })).toBe("1 event");
  expect(countWords({ rows: [1, 2], ...none, nextCursor: "a" })).toBe("2 events, and older ones");
  expect(countWords({ rows: [1, 2], nextCursor: "a", previousCursor: "b" })).toBe(
    "2 events, and newer and older ones",
  );
});
