import { expect, test } from "vitest";
import { navigationOf, userLinks } from "@/app/(desk)/navigation";
import { roles } from "@/domain/access/actions";

const linksOf = (role: (typeof roles)[number]) =>
  navigationOf({ role, isOperator: false }).flatMap((group) => group.items.map((item) => item.href));

test("nobody's side bar is empty: a member's has what is their own", () => {
  for (const role of roles) expect(linksOf(role), role).not.toEqual([]);
  expect(linksOf("member")).toEqual(userLinks.map((link) => link.href));
  expect(linksOf("auditor")).toContain("/audit");
});
