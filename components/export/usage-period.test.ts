import { expect, test } from "vitest";
import { allUsage, usageFilter } from "@/components/export/usage-period";

test("only the days that were chosen are in the filter: none of them is all of usage", () => {
  expect(usageFilter(allUsage)).toEqual({});
  expect(usageFilter({ from: "2026-03-01", to: "" })).toEqual({ from: "2026-03-01" });
  expect(usageFilter({ from: "", to: "2026-04-01" })).toEqual({ to: "2026-04-01" });
  expect(usageFilter({ from: "2026-03-01", to: "2026-04-01" })).toEqual({
    from: "2026-03-01",
    to: "2026-04-01",
  });
});
