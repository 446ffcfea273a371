import fc from "fast-check";
import { expect, it } from "vitest";
import { niceCeiling } from "./nice-ceiling";

it("is never below the value, never over 2.5 times it, and always even", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), (value) => {
      const top = niceCeiling(value);
      expect(top).toBeGreaterThanOrEqual(value);
      expect(top).toBeLessThanOrEqual(Math.max(2, value * 2.5));
      expect(top % 2).toBe(0);
    }),
  );
});
