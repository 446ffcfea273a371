import { describe, expect, test } from "vitest";
import { actionsOf, auditQuerySchema } from "@/domain/audit/audit-query";
import { auditActionNames } from "@/domain/audit/catalogue";

const fieldsOf = (input: unknown) => {
  const parsed = auditQuerySchema.safeParse(input);
  return parsed.success ? null : parsed.error.issues.map((issue) => [issue.path.join("."), issue.message]);
};
const id = "0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee";

describe("the audit query", () => {
  test("takes nothing, and empty values as nothing", () => {
    expect(auditQuerySchema.parse({})).toEqual({});
    expect(auditQuerySchema.parse({ q: "", actor: "", action: "", from: "" })).toEqual({});
  });

  test("takes ids, machines, nouns, actions and times", () => {
    const query = { actor: id, target: id, action: "token", outcome: "refused", period: "30d", after: id };
    expect(auditQuerySchema.parse(query)).toEqual(query);
    expect(
      auditQuerySchema.parse({ actor: "cli", from: "2026-03-01", to: "2026-03-02T10:00:00+02:00" }),
    ).toEqual({
      actor: "cli",
      from: new Date("2026-03-01T00:00:00Z"),
      to: new Date("2026-03-02T08:00:00Z"),
    });
  });

  test.each([
    [{ actor: "zzz" }, "actor"],
    [{ target: "1" }, "target"],
    [{ action: "toke" }, "action"],
    [{ action: "constructor" }, "action"],
    [{ outcome: "maybe" }, "outcome"],
    [{ period: "1y" }, "period"],
    [{ from: "yesterday" }, "from"],
    [{ from: "2026-13-01" }, "from"],
    [{ to: "0000-01-01" }, "to"],
    [{ from: "9999-12-31T23:59:59-01:00" }, "from"],
    [{ from: "2026-03-02", to: "2026-03-01" }, "to"],
    [{ q: "x".repeat(201) }, "q"],
    [{ q: "a\u0000b" }, "q"],
    [{ after: "; DROP TABLE" }, "after"],
    [{ q: ["a", "b"] }, "q"],
  ])("refuses %j by naming the field", (input, field) => {
    const fields = fieldsOf(input);
    expect(fields?.map(([name]) => name)).toEqual([field]);
    expect(fields?.[0]?.[1]).toMatch(/\.$/);
  });

  test("refuses a token as search text, so that none gets into an address or log", () => {
    expect(fieldsOf({ q: "PT_4kT9xQ2m_AAAABBBBCCCCDDDDEEEE" })?.[0]?.[0]).toBe("q");
  });
});

test("a noun stands for its own actions only", () => {
  expect(actionsOf("gateway")).toEqual(auditActionNames.filter((action) => action.startsWith("gateway.")));
  expect(actionsOf("gateway")).toContain("gateway.delete");
  expect(actionsOf("token").every((action) => action.startsWith("token."))).toBe(true);
  expect(actionsOf("token.rotate")).toEqual(["token.rotate"]);
  expect(actionsOf("")).toEqual([]);
});
