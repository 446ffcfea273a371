import fc from "fast-check";
import { expect, test } from "vitest";
import { readPlainAsk, verifyInput } from "@/services/verification/ask-fields";

const odd = fc.constantFrom<unknown>(null, 7, true, [], {}, "");
const field = (usual: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 20, arbitrary: usual }, { weight: 1, arbitrary: odd });
const sent = fc.record(
  {
    token: field(
      fc.oneof(
        { weight: 9, arbitrary: fc.string() },
        { weight: 1, arbitrary: fc.constant("x".repeat(9_000)) },
      ),
    ),
    permission: field(fc.constantFrom("reports:read", "a:*", "*", "b.c:d", "A b", "x".repeat(101))),
    organization: fc.constantFrom<unknown>(undefined, undefined, undefined, null, "x"),
    ip: field(
      fc.constantFrom("192.0.2.7", " 192.0.2.7", "2001:DB8::1", "::ffff:1.2.3.4", "1.2.3", "010.1.1.1"),
    ),
    agent: field(fc.oneof(fc.string(), fc.constant("x".repeat(4_001)))),
    method: field(fc.constantFrom("GET", "x".repeat(51))),
    path: field(fc.constantFrom("/", "x".repeat(8_001))),
    more: fc.anything(),
  },
  { requiredKeys: ["token"] },
);

test("what is read without the schema, the schema reads alike; what it refuses is not read", () => {
  let read = 0;
  fc.assert(
    fc.property(fc.oneof({ weight: 20, arbitrary: sent }, { weight: 1, arbitrary: fc.anything() }), (any) => {
      const plain = readPlainAsk(any);
      if (plain === null) return;
      read += 1;
      const { ip, ...known } = plain;
      const parsed = verifyInput.parse(any);
      expect(parsed).toEqual(
        Object.fromEntries(Object.entries({ ...known, ip }).filter(([, value]) => value !== undefined)),
      );
    }),
    { numRuns: 3_000 },
  );
  expect(read).toBeGreaterThan(50);
});
