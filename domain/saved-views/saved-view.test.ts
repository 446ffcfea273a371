import { expect, test } from "vitest";
import { auditQuerySchema } from "@/domain/audit/audit-query";
import { saveViewSchema } from "@/domain/saved-views/save-view-fields";
import { viewHref, viewPages, viewQueryOf } from "@/domain/saved-views/saved-view";
import { tokenQuerySchema } from "@/domain/tokens/token-query";

test("a view keeps the filters of its page and not the place in the list, whatever the order of the address", () => {
  const id = "00000000-0000-4000-8000-000000000001";
  const one = viewQueryOf("audit", `?outcome=refused&after=${id}&live=1&q=Nightly%20sync`);
  expect(one).toBe("q=Nightly+sync&outcome=refused");
  expect(viewQueryOf("audit", "q=Nightly sync&outcome=refused&before=x")).toBe(one);
  expect(viewQueryOf("tokens", "page=7&status=deleted&generate=1&cols=name,deletedAt")).toBe(
    "status=deleted&cols=name%2CdeletedAt",
  );
  expect(viewHref("audit", one)).toBe(`/audit?${one}`);
  expect(viewHref("tokens", "")).toBe("/integrations/api-access");
});

test("every filter that a page knows can be kept", () => {
  const audit = Object.keys(auditQuerySchema.shape).filter((name) => name !== "after" && name !== "before");
  expect([...viewPages.audit.names].sort()).toEqual(audit.sort());
  const tokens = Object.keys(tokenQuerySchema.shape).filter(
    (name) => !["ids", "page", "pageSize"].includes(name),
  );
  expect([...viewPages.tokens.names].sort()).toEqual([...tokens, "cols", "per"].sort());
});

test("a view never holds a token, however it is written in the address", () => {
  const token = "IK_a1b2c3d4_0123456789abcdefghijABCDEFGHIJ3LDkPe";
  for (const query of [`q=${token}`, `q=${token.replaceAll("_", "%5F")}`]) {
    expect(saveViewSchema.safeParse({ page: "tokens", name: "Mine", query }).success).toBe(false);
  }
});
