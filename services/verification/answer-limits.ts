import type { LimitName } from "@/domain/limits/policies";
import { type LimitStanding, remainingOf, retryAfterSeconds, secondsLeft } from "@/domain/limits/standing";
import type { TokenFacts } from "@/domain/verification/decide";

/** Where the limits of the token's account stand, the call itself counted. `…OfIp` is null when no address was given. */
export type AnsweredLimits = {
  readonly requestsPerMinute: number;
  /** As many as licensed assets. */
  readonly requestsPerDay: number;
  /** Per source address and five minutes. */
  readonly requestsPerIp: number;
  readonly usedTotal: number;
  readonly usedToday: number;
  readonly remainingThisMinute: number;
  readonly remainingToday: number;
  readonly remainingOfIp: number | null;
  readonly minuteEndsInSeconds: number;
  readonly dayEndsInSeconds: number;
  readonly ipEndsInSeconds: number | null;
};

/** Why a call is refused with 429: the limits that are used up, and when to come again. */
export type Limited = { readonly policies: readonly LimitName[]; readonly retryAfterSeconds: number };

/** The limits of a known account. Null where none is known. */
export function answerLimits(facts: TokenFacts | null, standing: LimitStanding): AnsweredLimits | null {
  if (facts === null || standing.account === null) return null;
  const { minute, day, total } = standing.account;
  const { address } = standing;
  return {
    requestsPerMinute: minute.limit,
    requestsPerDay: day.limit,
    requestsPerIp: facts.account.requestsPerIp,
    usedTotal: total,
    usedToday: day.used,
    remainingThisMinute: remainingOf(minute),
    remainingToday: remainingOf(day),
    remainingOfIp: address === null ? null : remainingOf(address),
    minuteEndsInSeconds: secondsLeft(minute),
    dayEndsInSeconds: secondsLeft(day),
    ipEndsInSeconds: address === null ? null : secondsLeft(address),
  };
}

const unlimited = {};

/** What refuses a call; nothing when no limit does. */
export function answerLimited(standing: LimitStanding): { readonly limited?: Limited } {
  const seconds = retryAfterSeconds(standing);
  if (seconds === null) return unlimited;
  return { limited: { policies: standing.violated, retryAfterSeconds: seconds } };
}
