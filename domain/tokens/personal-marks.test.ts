import { expect, test } from "vitest";
import { markPersonalToken } from "@/domain/tokens/personal-marks";

const now = new Date("2026-06-15T10:00:00Z");
const days = (count: number) => new Date(now.getTime() - count * 86_400_000);
const token = { status: "active", createdAt: days(10), expiresAt: days(-60), lastUsedAt: days(1) } as const;
const kinds = (change: Partial<Parameters<typeof markPersonalToken>[0]>) =>
  markPersonalToken({ ...token, ...change }, now).map((mark) => mark.kind);

test("a young token in use that expires has no marks", () => {
  expect(kinds({})).toEqual([]);
});

test("without an expiry it is marked as never expiring", () => {
  expect(kinds({ expiresAt: null })).toEqual(["never_expires"]);
});

test("unused counts from the last use, or from the creation when there was none", () => {
  expect(kinds({ lastUsedAt: days(91), createdAt: days(100) })).toEqual(["unused"]);
  expect(kinds({ lastUsedAt: days(89), createdAt: days(100) })).toEqual([]);
  expect(kinds({ lastUsedAt: null, createdAt: days(91) })).toEqual(["unused"]);
  expect(kinds({ lastUsedAt: null, createdAt: days(89) })).toEqual([]);
});

test("after 180 days it is old, in use or not", () => {
  expect(kinds({ createdAt: days(181) })).toEqual(["old"]);
  expect(kinds({ createdAt: days(180) })).toEqual([]);
});

test("it expires soon within 14 days", () => {
  expect(kinds({ expiresAt: days(-14) })).toEqual(["expires_soon"]);
  expect(kinds({ expiresAt: days(-15) })).toEqual([]);
});

test("of a token that does not work, only that is said", () => {
  const neglected = { createdAt: days(400), lastUsedAt: null };
  expect(kinds({ ...neglected, status: "expired", expiresAt: days(3) })).toEqual(["expired"]);
  expect(kinds({ ...neglected, status: "disabled", expiresAt: null })).toEqual(["disabled"]);
});
