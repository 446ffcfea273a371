import { expect, test } from "vitest";
import { fromField, toField } from "@/components/audit/moment/local-time";

test("a moment comes back from its field, in either zone, to the minute", () => {
  const at = new Date("2026-03-03T14:05:00Z");
  expect(toField(at, "utc")).toBe("2026-03-03T14:05");
  for (const zone of ["utc", "local"] as const) expect(fromField(toField(at, zone), zone)).toEqual(at);
});

test("an empty or half-filled field is no moment", () => {
  for (const text of ["", "2026-03-03", "2026-13-40T99:00"]) expect(fromField(`${text}x`, "utc")).toBeNull();
});
