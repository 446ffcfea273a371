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
  const day = account === null ? none : account.day;
  const minute = account === null ? none : account.minute;
  // The account's limits first: clients that read one entry only read the one that they meet first.
  const policies = writePolicies(minute.limit, day.limit, (address ?? none).limit);
  let states = "";
  if (account !== null) states = `${writeState("minute", minute)}, ${writeState("day", day)}`;
  if (address !== null) states = `${states}${states === "" ? "" : ", "}${writeState("address", address)}`;
  const usage = account === null ? "" : writeUsage(day, account.total);
  return `ratelimit-policy: ${policies}\r\nratelimit: ${states}\r\n${usage}${writeRetryAfter(standing)}`;
}

/** A limit that does not apply. */
const none: Standing = { limit: Number.NaN, used: 0, endsInMs: 0 };

// Most requests have the limits of the one before.
let known = { minute: Number.NaN, day: Number.NaN, address: Number.NaN };
let knownPolicies = "";

/** NaN for limits that do not apply. */
function writePolicies(minute: number, day: number, address: number): string {
  if (!Object.is(minute, known.minute) || !Object.is(day, known.day) || !Object.is(address, known.address)) {
    known = { minute, day, address };
    knownPolicies = policyNames
      .filter((name) => !Number.isNaN(known[name]))
      .map((name) => `"${name}";q=${known[name]};w=${windowSeconds[name]}`)
      .join(", ");
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
