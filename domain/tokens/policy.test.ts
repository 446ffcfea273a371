import { expect, test } from "vitest";
import { z } from "zod";
import {
  allowedGraceSeconds,
  canBeRevealed,
  deploymentPolicy,
  isWithinLifetime,
  latestExpiry,
  policyChanges,
  type TokenPolicy,
  tighterPolicy,
  typeSentence,
} from "@/domain/tokens/policy";
import { policyFields } from "@/domain/tokens/policy-fields";
import { listedTokenTypeNames } from "@/domain/tokens/types";

const now = new Date("2026-11-21T03:30:00.000Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const tight: TokenPolicy = {
  keyCap: 5,
  lifetimeDaysMax: 30,
  graceSecondsMax: 3600,
  keysRevealable: false,
};

test("the tighter of two policies is taken value by value, so that a looser account changes nothing", () => {
  expect(tighterPolicy(deploymentPolicy, tight)).toEqual(tight);
  expect(tighterPolicy(tight, deploymentPolicy)).toEqual(tight);
  const loose = { keyCap: 99, lifetimeDaysMax: null, graceSecondsMax: 9_999_999, keysRevealable: true };
  expect(tighterPolicy(deploymentPolicy, loose)).toEqual(deploymentPolicy);
  expect(tighterPolicy({ ...tight, lifetimeDaysMax: 60 }, { ...loose, lifetimeDaysMax: 90 })).toMatchObject({
    keyCap: 5,
    lifetimeDaysMax: 60,
  });
});

test("an expiry lies within the longest life up to its last moment and a minute of another clock; none does not", () => {
  expect(latestExpiry(tight, now)).toEqual(inDays(30));
  for (const days of [0.01, 29, 30, 30 + 59 / 86_400])
    expect(isWithinLifetime(tight, inDays(days), now), `${days}`).toBe(true);
  for (const expiresAt of [inDays(30 + 61 / 86_400), inDays(31), inDays(9999), null])
    expect(isWithinLifetime(tight, expiresAt, now)).toBe(false);
});

test("without a longest life any expiry will do, and none", () => {
  expect(latestExpiry(deploymentPolicy, now)).toBeNull();
  for (const expiresAt of [null, inDays(1), inDays(99_999)])
    expect(isWithinLifetime(deploymentPolicy, expiresAt, now)).toBe(true);
});

test("grace periods up to the longest may be chosen; to end at once always", () => {
  expect(allowedGraceSeconds(deploymentPolicy)).toEqual([0, 3600, 86_400, 604_800]);
  expect(allowedGraceSeconds(tight)).toEqual([0, 3600]);
  expect(allowedGraceSeconds({ graceSecondsMax: 0 })).toEqual([0]);
});

test("API keys alone can be revealed, and only where the policy lets them", () => {
  const revealable = (policy: TokenPolicy) =>
    listedTokenTypeNames.filter((type) => canBeRevealed(policy, type));
  expect(revealable(deploymentPolicy)).toEqual(["api_key"]);
  expect(revealable(tight)).toEqual([]);
  expect(typeSentence(deploymentPolicy, "api_key")).toContain("shown again");
  expect(typeSentence(tight, "api_key")).toBe(
    "Acts as one organization. Shown once, as the account’s token policy has it.",
  );
  expect(typeSentence(tight, "account")).toBe(typeSentence(deploymentPolicy, "account"));
});

test("what differs is named, in the order of the page", () => {
  expect(policyChanges(tight, tight)).toEqual([]);
  expect(policyChanges(deploymentPolicy, tight)).toEqual(Object.keys(tight));
  expect(policyChanges(tight, { ...tight, lifetimeDaysMax: null })).toEqual(["lifetimeDaysMax"]);
});

test("the fields take what is as tight as the deployment or tighter, and nothing looser", () => {
  const schema = z.strictObject(policyFields).partial();
  const good = [
    deploymentPolicy,
    tight,
    { keyCap: 1, lifetimeDaysMax: 1, graceSecondsMax: 0 },
    { lifetimeDaysMax: 3650 },
  ];
  for (const each of good) expect(schema.safeParse(each).success, JSON.stringify(each)).toBe(true);
  const bad = [
    { keyCap: 0 },
    { keyCap: 21 },
    { keyCap: 2.5 },
    { keyCap: null },
    { lifetimeDaysMax: 0 },
    { lifetimeDaysMax: 3651 },
    { lifetimeDaysMax: "30" },
    { graceSecondsMax: 60 },
    { graceSecondsMax: 604_801 },
    { keysRevealable: "yes" },
  ];
  for (const each of bad) expect(schema.safeParse(each).success, JSON.stringify(each)).toBe(false);
});
