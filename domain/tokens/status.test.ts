import fc from "fast-check";
import { expect, test } from "vitest";
import { tokenStatus } from "@/domain/tokens/status";

const now = new Date("2026-06-15T10:30:00.000Z");
const before = new Date(now.getTime() - 1);
const after = new Date(now.getTime() + 1);
const live = { deletedAt: null, disabledAt: null, notBefore: null, expiresAt: null };

test.each([
  ["active without bounds", live, "active"],
  ["active one millisecond before it expires", { ...live, expiresAt: after }, "active"],
  ["expired from the very millisecond of its expiry", { ...live, expiresAt: now }, "expired"],
  ["expired after it", { ...live, expiresAt: before }, "expired"],
  ["not yet valid one millisecond before its start", { ...live, notBefore: after }, "not_yet_valid"],
  ["active from the very millisecond of its start", { ...live, notBefore: now }, "active"],
  ["disabled", { ...live, disabledAt: before }, "disabled"],
  ["disabled even if expired too", { ...live, disabledAt: before, expiresAt: before }, "disabled"],
  ["expired even if its start lies ahead", { ...live, expiresAt: before, notBefore: after }, "expired"],
  [
    "deleted whatever else it is",
    { deletedAt: before, disabledAt: before, expiresAt: before, notBefore: after },
    "deleted",
  ],
] as const)("a token is %s", (_, token, status) => {
  expect(tokenStatus(token, now)).toBe(status);
});

test("a token is active exactly when nothing stands against it", () => {
  const moment = fc.option(fc.constantFrom(before, now, after), { nil: null });
  const token = fc.record({ deletedAt: moment, disabledAt: moment, notBefore: moment, expiresAt: moment });
  fc.assert(
    fc.property(token, (facts) => {
      const good =
        !facts.deletedAt &&
        !facts.disabledAt &&
        (facts.expiresAt === null || facts.expiresAt > now) &&
        (facts.notBefore === null || facts.notBefore <= now);
      expect(tokenStatus(facts, now) === "active").toBe(good);
    }),
  );
});
