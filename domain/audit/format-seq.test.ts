import { expect, test } from "vitest";
import { formatSeq } from "@/domain/audit/format-seq";

test.each([
  [1, "#1"],
  [999, "#999"],
  [1000, "#1 000"],
  [48_210, "#48 210"],
  [1_234_567, "#1 234 567"],
])("%i is read as %s", (seq, text) => {
  expect(formatSeq(seq)).toBe(text.replaceAll(" ", "\u00a0"));
});
