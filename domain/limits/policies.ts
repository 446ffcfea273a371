/** The limits of requests (design §5), in the order in which a refusal names them. Also the policies' names in headers. */
export const limitNames = ["address", "minute", "day"] as const;
export type LimitName = (typeof limitNames)[number];

/** How long a window of each limit lasts. A day is a day of UTC; the others run from their first request. */
export const windowSeconds: Readonly<Record<LimitName, number>> = { address: 300, minute: 60, day: 86_400 };

/** Requests per source address where no account is known: what accounts have by default. */
export const requestsPerIpDefault = 2_000;

const dayMs = windowSeconds.day * 1_000;

/** The UTC day of a moment, in days since 1970. */
export function dayOf(at: number): number {
  return Math.floor(at / dayMs);
}

/** When the UTC day of a moment began, in milliseconds since 1970. */
export function startOfDay(at: number): number {
  return dayOf(at) * dayMs;
}

/** When the UTC day of a moment ends, in milliseconds since 1970. */
export function endOfDay(at: number): number {
  return (dayOf(at) + 1) * dayMs;
}
