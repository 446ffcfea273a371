import { expect, test } from "vitest";
import { findAttention } from "@/domain/tokens/attention";
import type { TokenSummary } from "@/domain/tokens/token-views";

const now = new Date("2026-06-01T12:00:00Z");
const days = (count: number) => new Date(now.getTime() + count * 86_400_000);

const fine: TokenSummary = {
  id: "018f3c1e-7b1a-7c3e-9d2b-000000000000",
  type: "impersonation",
  name: "Nightly sync",
  notes: "",
  prefix: "IK",
  last4: "7Qx2",
  status: "active",
  disabledAt: null,
  expiresAt: null,
  notBefore: null,
  createdAt: days(-100),
  createdById: null,
  createdByName: "Anna Varga",
  creatorActive: true,
  actsAsId: null,
  actsAsName: "svc-reporting",
  actsAsActive: true,
  organizationId: null,
  organizationName: null,
  planNeeded: null,
  apiClientId: null,
  firstUsedAt: null,
  lastUsedAt: null,
  lastIp: null,
  graceUntil: null,
  deletedAt: null,
  deletedByName: null,
  hours: { valid: [], refused: [] },
};
const kind = (change: Partial<TokenSummary>) => findAttention({ ...fine, ...change }, now)?.kind ?? null;

test("a token that works and is looked after needs no attention", () => {
  expect(kind({})).toBeNull();
  expect(kind({ expiresAt: days(15) })).toBeNull();
});

test("a token that does not work says why, the first reason of a verification first", () => {
  const worst: Partial<TokenSummary> = {
    deletedAt: days(-1),
    disabledAt: days(-2),
    expiresAt: days(-3),
    notBefore: days(3),
    actsAsActive: false,
    planNeeded: "platform",
    creatorActive: false,
  };
  expect(kind(worst)).toBe("deleted");
  expect(kind({ ...worst, deletedAt: null })).toBe("disabled");
  expect(kind({ ...worst, deletedAt: null, disabledAt: null })).toBe("expired");
  expect(kind({ ...worst, deletedAt: null, disabledAt: null, expiresAt: null })).toBe("not_yet_valid");
  expect(kind({ actsAsActive: false, planNeeded: "platform" })).toBe("bearer_inactive");
  expect(kind({ planNeeded: "platform", creatorActive: false })).toBe("plan_needed");
});

test("a token is expired from the very millisecond of its expiry, and expires soon from 14 days before", () => {
  expect(kind({ expiresAt: now })).toBe("expired");
  expect(kind({ expiresAt: new Date(now.getTime() + 1) })).toBe("expires_soon");
  expect(kind({ expiresAt: days(14) })).toBe("expires_soon");
});

test("refusals count from ten calls and one in ten on", () => {
  expect(kind({ hours: { valid: [9], refused: [1] } })).toBe("refused");
  expect(kind({ hours: { valid: [10], refused: [1] } })).toBeNull();
  expect(kind({ hours: { valid: [0], refused: [9] } })).toBeNull();
});

test("a grace period is told while it lasts", () => {
  expect(kind({ graceUntil: days(1) })).toBe("rotating");
  expect(kind({ graceUntil: days(-1) })).toBeNull();
});

test("a creator who has left is told; never expiring only of tokens for the whole account", () => {
  expect(kind({ creatorActive: false })).toBe("creator_inactive");
  expect(kind({ type: "account", actsAsActive: null })).toBe("never_expires");
  expect(kind({ type: "organization", actsAsActive: null })).toBeNull();
});
