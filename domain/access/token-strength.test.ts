import fc from "fast-check";
import { expect, test } from "vitest";
import { roles } from "@/domain/access/actions";
import { isNoStronger, isUserNoStronger, letsDoMore, type TokenHolder } from "@/domain/access/token-strength";
import { listedTokenTypeNames } from "@/domain/tokens/types";

const holder = (more: Partial<TokenHolder>): TokenHolder => ({
  type: "account",
  expiresAt: null,
  ipAllowList: [],
  ofClient: false,
  secretEndsAt: null,
  ...more,
});
const at = (day: number) => new Date(Date.UTC(2026, 0, day));

test.each([
  [
    "an account token",
    "account",
    ["impersonation", "api_key", "export", "download", "organization", "account"],
  ],
  ["an organization token", "organization", ["api_key", "export", "download", "organization"]],
  ["an API key", "api_key", ["api_key"]],
  ["an export token", "export", []],
  ["a download token", "download", []],
  ["a gateway token", "gateway", []],
] as const)("%s hands out what can do no more than itself", (_name, type, types) => {
  const may = listedTokenTypeNames.filter((wanted) =>
    isNoStronger({ type: wanted, expiresAt: null, ipAllowList: [] }, holder({ type })),
  );
  expect(new Set(may)).toEqual(new Set(types));
});

test("an API client's token hands out no account token, and others that last", () => {
  const ofClient = holder({ ofClient: true, expiresAt: at(1) });
  const wanted = { expiresAt: null, ipAllowList: [] };
  expect(isNoStronger({ ...wanted, type: "account" }, ofClient)).toBe(false);
  expect(isNoStronger({ ...wanted, type: "account", expiresAt: at(1) }, ofClient)).toBe(false);
  expect(isNoStronger({ ...wanted, type: "organization" }, ofClient)).toBe(true);
});

test.each([
  [["10.0.0.0/8"], ["10.1.0.0/16", "10.2.3.4"], true],
  [["10.0.0.0/8"], ["10.1.0.0/16", "11.0.0.1"], false],
  [["10.0.0.0/8"], [], false],
  [["10.0.0.0/24"], ["10.0.0.0/23"], false],
  [["10.0.0.4"], ["10.0.0.4/32"], true],
  [["10.0.0.0/25", "10.0.0.128/25"], ["10.0.0.0/24"], false],
  [["2001:db8::/32"], ["2001:db8:1::/48"], true],
  [["2001:db8::/32"], ["10.0.0.1"], false],
  [["::ffff:10.0.0.0/104"], ["10.4.0.0/16"], true],
  [["nonsense"], ["10.0.0.1"], false],
  [[], ["0.0.0.0/0"], true],
  [[], [], true],
])("from %j to %j: %s", (own, wanted, expected) => {
  const one = { type: "account", expiresAt: null, ipAllowList: wanted } as const;
  expect(isNoStronger(one, holder({ ipAllowList: own }))).toBe(expected);
});

test("what is handed out is no stronger than who handed out the one that handed it out", () => {
  const strength = fc.record({
    type: fc.constantFrom(...listedTokenTypeNames),
    expiresAt: fc.constantFrom(null, at(1), at(2), at(3)),
    ipAllowList: fc.subarray(["10.0.0.0/8", "10.1.0.0/16", "10.1.2.3"]),
  });
  fc.assert(
    fc.property(strength, strength, strength, (first, second, third) => {
      // What acts as a user makes and rotates nothing (token-actions): the chain begins with the others.
      fc.pre(first.type !== "impersonation" && second.type !== "impersonation");
      fc.pre(first.type !== "personal" && second.type !== "personal");
      if (isNoStronger(second, holder(first)) && isNoStronger(third, holder(second)))
        expect(isNoStronger(third, holder(first))).toBe(true);
    }),
  );
});

test("a user, who neither ends nor is bound to addresses, is let in by a token alone that is like that", () => {
  const may = (more: Partial<TokenHolder>) => roles.filter((role) => isUserNoStronger(role, holder(more)));
  expect(may({})).toEqual(["administrator", "auditor", "member"]);
  expect(may({ ofClient: true, expiresAt: at(1) })).toEqual(["member"]);
  expect(may({ expiresAt: at(1) })).toEqual([]);
  expect(may({ ipAllowList: ["10.0.0.0/8"] })).toEqual([]);
  for (const type of ["organization", "export", "api_key"] as const) expect(may({ type })).toEqual([]);
});

test("a role lets do more when a right comes with it: members make personal tokens, auditors read everything", () => {
  const more = roles.flatMap((to) => roles.filter((from) => letsDoMore(to, from)).map((from) => [from, to]));
  expect(new Set(more.map(([from, to]) => `${from} to ${to}`))).toEqual(
    new Set([
      "member to auditor",
      "member to administrator",
      "auditor to member",
      "auditor to administrator",
    ]),
  );
});
