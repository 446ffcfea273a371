import fc from "fast-check";
import { expect, test } from "vitest";
import type { LimitStanding, Standing } from "@/domain/limits/standing";
import type { TokenFacts } from "@/domain/verification/decide";
import { verdicts } from "@/domain/verification/verdicts";
import { toAnswer, writeAnswer } from "@/services/verification/answer";
import type { Verification } from "@/services/verification/verification";

const text = fc.oneof(fc.string({ unit: "binary", maxLength: 40 }), fc.string({ maxLength: 40 }));
const named = fc.record({ id: fc.uuid(), name: text });
const standing: fc.Arbitrary<Standing> = fc.record({
  limit: fc.nat(),
  used: fc.nat(),
  endsInMs: fc.integer({ min: 1, max: 86_400_000 }),
});
const limits = fc.record({
  violated: fc.constantFrom([], [], ["minute"], ["address", "day"]),
  address: fc.option(standing),
  account: fc.option(fc.record({ minute: standing, day: standing, total: fc.nat() })),
}) as unknown as fc.Arbitrary<LimitStanding>;
const facts = fc.record({
  token: fc.record({
    id: fc.uuid(),
    type: fc.constantFrom("impersonation", "api_key", "account"),
    name: text,
  }),
  account: fc.record({ id: fc.uuid(), name: text, requestsPerIp: fc.nat() }),
  organization: fc.option(named),
  user: fc.option(named),
}) as unknown as fc.Arbitrary<TokenFacts>;
const verification = fc.record({
  verdict: fc.constantFrom(...verdicts),
  unlimited: fc.constantFrom(...verdicts),
  organization: fc.option(named),
  permissions: fc.array(text, { maxLength: 4 }),
  facts: fc.option(facts),
  limits,
}) as unknown as fc.Arbitrary<Verification>;

test("what is written is what JSON would write of the answer, whatever the names", () => {
  fc.assert(
    fc.property(verification, (any) => {
      const text = JSON.stringify(toAnswer(any));
      expect(writeAnswer(any)).toEqual({ text, bytes: Buffer.byteLength(text) });
      // What was written of its context is known by now.
      const other = {
        ...any,
        verdict: "unknown" as const,
        organization: any.organization && { ...any.organization },
      };
      expect(writeAnswer(other).text).toBe(JSON.stringify(toAnswer(other)));
    }),
    { numRuns: 2_000 },
  );
});
