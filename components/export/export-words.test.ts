import { expect, test } from "vitest";
import { countOf, sizeOf } from "@/components/export/export-words";

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1000, "1.0 kB"],
  [26_312_000, "26.3 MB"],
  [217_000_000, "217 MB"],
  [5e9, "5.0 GB"],
  [5e16, "50000 TB"],
])("%d bytes are %s", (bytes, words) => {
  expect(sizeOf(bytes)).toBe(words);
});

test("one is one", () => {
  expect([countOf("tokens", 1), countOf("audit", 12_345)]).toEqual(["1 token", "12,345 audit events"]);
});
