import fc from "fast-check";
import { expect, test } from "vitest";
import { permissionPattern, permits } from "@/domain/access/permissions";

test.each([
  [["reports:read"], "reports:read", true],
  [["reports:read"], "reports:write", false],
  [["reports:read"], "reports:read:all", false],
  [["reports"], "reports:read", false],
  [["reports:*"], "reports:read", true],
  [["reports:*"], "reports:read:all", true],
  [["reports:*"], "reports", false],
  [["reports:*"], "reportsx:read", false],
  [["*"], "anything:at:all", true],
  [[], "reports:read", false],
  [["billing:read", "reports:read"], "reports:read", true],
  [["reports:r*"], "reports:read", false],
])("%j permits %j: %s", (granted, needed, expected) => {
  expect(permits(granted, needed)).toBe(expected);
});

test.each(["*", "reports", "reports:read", "reports:*", "a1.b_c-d:e"])("%j is a permission", (text) => {
  expect(permissionPattern.test(text)).toBe(true);
});
test.each([
  "",
  "Reports:read",
  ":read",
  "reports:",
  "reports:*:read",
  "re*ports",
  "a b",
  "**",
  "a::b",
  "a\n",
])("%j is no permission", (text) => {
  expect(permissionPattern.test(text)).toBe(false);
});

test("more grants never permit less, and no grant permits what is outside its branch", () => {
  const segment = fc.constantFrom("a", "b", "ab");
  const permission = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(":"));
  const grant = fc.oneof(
    permission,
    permission.map((text) => `${text}:*`),
    fc.constant("*"),
  );
  fc.assert(
    fc.property(fc.array(grant, { maxLength: 4 }), grant, permission, (granted, one, needed) => {
      if (permits(granted, needed)) expect(permits([...granted, one], needed)).toBe(true);
      if (one !== "*" && permits([one], needed))
        expect(needed.startsWith(one.replace(/:\*$/, ""))).toBe(true);
    }),
  );
});
