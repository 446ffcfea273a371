import { expect, test } from "vitest";
import { commandsOf, navigationOf, userLinksOf } from "@/app/(desk)/navigation";
import { roles } from "@/domain/access/actions";

const lookerOf = (role: (typeof roles)[number], owesSecondFactor = false) => ({
  role,
  isOperator: false,
  owesSecondFactor,
});
const linksOf = (...of: Parameters<typeof lookerOf>) =>
  navigationOf(lookerOf(...of)).flatMap((group) => group.items.map((item) => item.href));

test("nobody's side bar is empty: a member's has what is their own", () => {
  for (const role of roles) expect(linksOf(role), role).not.toEqual([]);
  expect(linksOf("member")).toEqual(userLinksOf(lookerOf("member")).map((link) => link.href));
  expect(linksOf("auditor")).toContain("/audit");
});

test("who owes a second factor is led nowhere but to where one is added, and to the sessions", () => {
  for (const role of roles) {
    const owing = lookerOf(role, true);
    const expected = ["/account/sessions", "/account/security"];
    expect(linksOf(role, true), role).toEqual(expected);
    expect(userLinksOf(owing).map((link) => link.href)).toEqual(expected);
    expect(commandsOf(owing).flatMap(({ commands }) => commands.map((each) => each.href))).toEqual(expected);
  }
});
