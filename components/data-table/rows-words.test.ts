import { expect, test } from "vitest";
import { rowsWords } from "@/components/data-table/rows-words";

test("a list says how many rows it has, and that there are more where they were not all counted", () => {
  expect(rowsWords(0, true)).toBe("0 rows");
  expect(rowsWords(1, true)).toBe("1 row");
  expect(rowsWords(1204, true)).toBe("1,204 rows");
  expect(rowsWords(10_000, false)).toBe("more than 10,000 rows");
});
