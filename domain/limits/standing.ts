import { type LimitName, limitNames } from "@/domain/limits/policies";

/** Where one limit stands. */
export type Standing = {
  readonly limit: number;
  /** Requests counted in the running window. */
  readonly used: number;
  /** Until the window ends, in milliseconds; a window that has not begun lasts whole. */
  readonly endsInMs: number;
};

/** Where the limits of a request stand, the request itself counted. */
export type LimitStanding = {
  /** The limits that refuse the request; empty when it may go on. */
  readonly violated: readonly LimitName[];
  /** Null: nobody said where the request comes from. */
  readonly address: Standing | null;
  /** Null: no account is known. `total`: requests of the account ever, those of today among them. */
  readonly account: { readonly minute: Standing; readonly day: Standing; readonly total: number } | null;
};

/** What the limits make of a request that is refused for them. An address and a minute pass sooner than a day. */
export function limitVerdict(violated: readonly LimitName[]): "rate_limited" | "quota_exceeded" | null {
  if (violated.length === 0) return null;
  return violated[0] === "day" ? "quota_exceeded" : "rate_limited";
}

/** Requests that are left in the window. */
export function remainingOf({ limit, used }: Standing): number {
  return Math.max(0, limit - used);
}

/** Whole seconds until the window ends; never earlier than it does. */
export function secondsLeft({ endsInMs }: Standing): number {
  return Math.max(1, Math.ceil(endsInMs / 1_000));
}

/** The standing of a limit by its name; null when it does not apply. */
export function standingOf(standing: LimitStanding, name: LimitName): Standing | null {
  return name === "address" ? standing.address : (standing.account?.[name] ?? null);
}

/** When a refused request may be repeated, in seconds: once every limit that refuses it has a new window. Null: not refused. */
export function retryAfterSeconds(standing: LimitStanding): number | null {
  let seconds: number | null = null;
  for (const name of standing.violated) {
    const limit = standingOf(standing, name);
    if (limit !== null) seconds = Math.max(seconds ?? 0, secondsLeft(limit));
  }
  return seconds;
}

/** The limits that a request meets, with their names, in order. */
export function appliedLimits(standing: LimitStanding): { name: LimitName; standing: Standing }[] {
  return limitNames.flatMap((name) => {
    const found = standingOf(standing, name);
    return found === null ? [] : [{ name, standing: found }];
  });
}
