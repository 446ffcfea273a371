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
 * The headers that tell a client where it stands, as name, value, name, value…: runZero's `X-API-Usage-*`, `RateLimit` and
 * `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-11 §3, §4: lists of strings with integer parameters), and on a refusal
 * `Retry-After`, never earlier than the end of the window (§6).
 */
export function buildLimitHeaders(standing: LimitStanding): string[] {
  const { account, address } = standing;
  if (account === null && address === null) return addRetryAfter([], standing);
  // The account's limits first: clients that read one entry only read the one that they meet first.
  let policies = "";
  let states = "";
  if (account !== null) {
    policies = `${writePolicy("minute", account.minute)}, ${writePolicy("day", account.day)}`;
    states = `${writeState("minute", account.minute)}, ${writeState("day", account.day)}`;
  }
  if (address !== null) {
    const separator = policies === "" ? "" : ", ";
    policies += separator + writePolicy("address", address);
    states += separator + writeState("address", address);
  }
  const headers = ["ratelimit-policy", policies, "ratelimit", states];
  if (account !== null) addUsage(headers, account.day, account.total);
  return addRetryAfter(headers, standing);
}

function writePolicy(name: LimitName, { limit }: Standing): string {
  return `"${name}";q=${limit};w=${windowSeconds[name]}`;
}

function writeState(name: LimitName, standing: Standing): string {
  return `"${name}";r=${writeDecimal(remainingOf(standing))};t=${writeDecimal(secondsLeft(standing))}`;
}

function addUsage(headers: string[], day: Standing, total: number): void {
  headers.push(
    "x-api-usage-total",
    writeDecimal(total),
    "x-api-usage-today",
    writeDecimal(day.used),
    "x-api-usage-limit",
    String(day.limit),
    "x-api-usage-remaining",
    writeDecimal(remainingOf(day)),
  );
}

/** `Retry-After` alone, for who may not learn whose token it sent. */
export function buildRetryAfter(standing: LimitStanding): string[] {
  return addRetryAfter([], standing);
}

function addRetryAfter(headers: string[], standing: LimitStanding): string[] {
  const seconds = retryAfterSeconds(standing);
  if (seconds !== null) headers.push("retry-after", String(seconds));
  return headers;
}
