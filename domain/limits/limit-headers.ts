import { type LimitName, windowSeconds } from "@/domain/limits/policies";
import {
  type LimitStanding,
  remainingOf,
  retryAfterSeconds,
  type Standing,
  secondsLeft,
  standingOf,
} from "@/domain/limits/standing";

// The account's limits first: clients that read one entry only read the one that they meet first.
const order: readonly LimitName[] = ["minute", "day", "address"];

/**
 * The headers that tell a client where it stands, as name, value, name, value…: runZero's `X-API-Usage-*`, `RateLimit` and
 * `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-11 §3, §4: lists of strings with integer parameters), and on a refusal
 * `Retry-After`, never earlier than the end of the window (§6).
 */
export function buildLimitHeaders(standing: LimitStanding): string[] {
  let policies = "";
  let states = "";
  for (const name of order) {
    const found = standingOf(standing, name);
    if (found === null) continue;
    const separator = policies === "" ? "" : ", ";
    policies += `${separator}"${name}";q=${found.limit};w=${windowSeconds[name]}`;
    states += `${separator}"${name}";r=${remainingOf(found)};t=${secondsLeft(found)}`;
  }
  const headers: string[] = [];
  if (policies !== "") headers.push("ratelimit-policy", policies, "ratelimit", states);
  const { account } = standing;
  if (account !== null) addUsage(headers, account.day, account.total);
  return addRetryAfter(headers, standing);
}

function addUsage(headers: string[], day: Standing, total: number): void {
  headers.push(
    "x-api-usage-total",
    String(total),
    "x-api-usage-today",
    String(day.used),
    "x-api-usage-limit",
    String(day.limit),
    "x-api-usage-remaining",
    String(remainingOf(day)),
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
