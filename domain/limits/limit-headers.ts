import { type LimitName, windowSeconds } from "@/domain/limits/policies";
import {
  type LimitStanding,
  remainingOf,
  retryAfterSeconds,
  type Standing,
  secondsLeft,
} from "@/domain/limits/standing";
import { writeDecimal } from "@/domain/text/decimal";

/**
 * The headers that tell a client where it stands, as lines with their ends: runZero's `X-API-Usage-*`, `RateLimit` and
 * `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-11 §3, §4: lists of strings with integer parameters), and on a refusal
 * `Retry-After`, never earlier than the end of the window (§6).
 */
export function writeLimitHeaders(standing: LimitStanding): string {
  const { account, address } = standing;
  if (account === null && address === null) return writeRetryAfter(standing);
  // The account's limits first: clients that read one entry only read the one that they meet first.
  const policies = writePolicies(account?.minute.limit, account?.day.limit, address?.limit);
  const ofAddress = address === null ? "" : writeState("address", address);
  if (account === null)
    return `ratelimit-policy: ${policies}\r\nratelimit: ${ofAddress}\r\n${writeRetryAfter(standing)}`;
  const { minute, day, total } = account;
  const states = `${writeState("minute", minute)}, ${writeState("day", day)}${address === null ? "" : ", "}${ofAddress}`;
  return `ratelimit-policy: ${policies}\r\nratelimit: ${states}\r\n${writeUsage(day, total)}${writeRetryAfter(standing)}`;
}

type Limit = number | undefined;

// Most requests have the limits of the one before.
let known: { readonly minute: Limit; readonly day: Limit; readonly address: Limit } | null = null;
let knownPolicies = "";

/** Undefined for limits that do not apply. */
function writePolicies(minute: Limit, day: Limit, address: Limit): string {
  if (known === null || minute !== known.minute || day !== known.day || address !== known.address) {
    const limits = { minute, day, address };
    knownPolicies = policyNames
      .filter((name) => limits[name] !== undefined)
      .map((name) => `"${name}";q=${limits[name]};w=${windowSeconds[name]}`)
      .join(", ");
    known = limits;
  }
  return knownPolicies;
}

const policyNames: readonly LimitName[] = ["minute", "day", "address"];

function writeState(name: LimitName, standing: Standing): string {
  return `"${name}";r=${writeDecimal(remainingOf(standing))};t=${writeDecimal(secondsLeft(standing))}`;
}

function writeUsage(day: Standing, total: number): string {
  return `x-api-usage-total: ${writeDecimal(total)}\r\nx-api-usage-today: ${writeDecimal(day.used)}\r\nx-api-usage-limit: ${day.limit}\r\nx-api-usage-remaining: ${writeDecimal(remainingOf(day))}\r\n`;
}

/** `Retry-After` alone, for who may not learn whose token it sent. */
export function writeRetryAfter(standing: LimitStanding): string {
  const seconds = retryAfterSeconds(standing);
  return seconds === null ? "" : `retry-after: ${seconds}\r\n`;
}
