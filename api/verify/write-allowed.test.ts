import fc from "fast-check";
import { expect, test } from "vitest";
import { writeAllowed } from "@/api/verify/write-allowed";
import { writeLimitHeaders } from "@/domain/limits/limit-headers";
import type { LimitStanding, Standing } from "@/domain/limits/standing";
import type { Verification } from "@/services/verification/verification";

const standing: fc.Arbitrary<Standing> = fc.record({
  limit: fc.constantFrom(100, 1_000),
  used: fc.nat(2_000),
  endsInMs: fc.integer({ min: 1, max: 86_400_000 }),
});
const limits = fc.record({
  violated: fc.constant([]),
  address: fc.option(standing),
  account: fc.option(fc.record({ minute: standing, day: standing, total: fc.nat() })),
}) as unknown as fc.Arbitrary<LimitStanding>;
const ids = fc.array(fc.uuid(), { minLength: 4, maxLength: 4 });
const names = fc.array(fc.constantFrom("reports:read", "a", "*", "a:*", "Not One", "a\r\nb"), {
  maxLength: 4,
});
// A few of each: the same objects come again, together and with others.
const pools = fc.record({ ids, permissions: fc.array(names, { minLength: 2, maxLength: 2 }) });
const picks = fc.array(
  fc.record({
    account: fc.nat(1),
    organization: fc.nat(2),
    user: fc.nat(2),
    permissions: fc.nat(1),
    token: fc.uuid(),
    limits,
  }),
  { minLength: 1, maxLength: 20 },
);

/** By name; fails where one comes twice or a line is none. */
function readLines(lines: string): Record<string, string> {
  const told: Record<string, string> = {};
  expect(lines === "" || lines.endsWith("\r\n")).toBe(true);
  for (const line of lines.split("\r\n").slice(0, -1)) {
    const [, name, value] = /^([A-Za-z-]+): (.*)$/.exec(line) ?? [];
    expect(name, line).toBeDefined();
    expect(told).not.toHaveProperty(name!.toLowerCase());
    told[name!.toLowerCase()] = value!;
  }
  return told;
}

test("each request is told its own limits, token, account, organization, user and permissions, whatever was told before", () => {
  fc.assert(
    fc.property(pools, picks, ({ ids: [a, b, c, d], permissions }, asked) => {
      const accounts = [{ id: a }, { id: b }];
      const others = [null, { id: c }, { id: d }];
      for (const { account, organization, user, permissions: which, token, limits: where } of asked) {
        const verification = {
          verdict: "valid",
          unlimited: "valid",
          organization: others[organization],
          permissions: permissions[which],
          limits: where,
          facts: { token: { id: token }, account: accounts[account], user: others[user] },
        } as unknown as Verification;
        const told = readLines(writeAllowed(verification));
        expect(told).toEqual({
          ...readLines(writeLimitHeaders(where)),
          "x-keydesk-verdict": "valid",
          "x-keydesk-token": token,
          "x-keydesk-account": accounts[account]!.id,
          "x-keydesk-organization": others[organization]?.id ?? "",
          "x-keydesk-user": others[user]?.id ?? "",
          "x-keydesk-permissions": permissions[which]!.filter((one) => /^[a-z*:]+$/.test(one)).join(" "),
        });
      }
    }),
    { numRuns: 500 },
  );
});

test("an id that would end its header is not sent", () => {
  const facts = { token: { id: "a\r\nX-Keydesk-User: b" }, account: { id: "a" }, user: null };
  const limits = { violated: [], address: null, account: null };
  const verification = { verdict: "valid", unlimited: "valid", organization: null, permissions: [], limits };
  expect(() => writeAllowed({ ...verification, facts } as unknown as Verification)).toThrow(/no header may/);
});
