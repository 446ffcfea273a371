import { expect, test } from "vitest";
import { withoutField } from "@/components/tokens/use-submission";

const refused = (fields: Record<string, string>) => ({
  refusal: { code: "invalid_input" as const, message: "Check the fields.", fields },
  lost: false,
});

test("what was refused of a field is said until that field is edited, and what was refused of others goes on", () => {
  const both = refused({ name: "is too long", "ipAllowList.2": "is no address" });
  expect(withoutField(both, "notes")).toBe(both);
  expect(withoutField(both, "name")).toEqual(refused({ "ipAllowList.2": "is no address" }));
  expect(withoutField(both, "ipAllowList")).toEqual(refused({ name: "is too long" }));
  expect(withoutField(refused({ name: "is too long" }), "name")).toBeNull();
});

test("a refusal that is about no field stays when a field is edited", () => {
  const conflict = { refusal: { code: "conflict" as const, message: "It changed meanwhile." }, lost: false };
  expect(withoutField(conflict, "name")).toBe(conflict);
  expect(withoutField(null, "name")).toBeNull();
});
