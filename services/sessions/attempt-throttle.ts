import { RateLimiterPrisma, RateLimiterRes } from "rate-limiter-flexible";
import type { Database } from "@/prisma/client-factory";

// Failures that a person at one address may make for one account; at one address in all; for one account from addresses
// that it was never used from. The last bound cannot lock the owner out: known addresses are not subject to it.
const bounds = {
  pair: { points: 5, duration: 15 * 60 },
  address: { points: 50, duration: 15 * 60 },
  account: { points: 50, duration: 24 * 3600 },
  confirmation: { points: 5, duration: 15 * 60 },
  // Apart from passwords: who knows the password would have new guesses at codes with each right one.
  confirmation_code: { points: 5, duration: 15 * 60 },
  // Codes of the second step, from who has given the password: a million of them, three of which are good at a time.
  second_step: { points: 5, duration: 15 * 60 },
  second_step_elsewhere: { points: 30, duration: 24 * 3600 },
  // Wrong secrets for one API client at one address (services/oauth/client-throttle); and where it was right before.
  client: { points: 10, duration: 60 },
  client_known: { points: 1, duration: 30 * 86_400 },
} as const;

export type Bound = keyof typeof bounds;

// Nobody but the person who was right just now counts under these.
const startsAnew: ReadonlySet<Bound> = new Set(["pair", "confirmation", "confirmation_code", "second_step"]);
type Limiters = Record<Bound, RateLimiterPrisma>;

const limitersOf = new WeakMap<Database, Limiters>();

function limiters(db: Database): Limiters {
  let found = limitersOf.get(db);
  if (found === undefined) {
    const make = (bound: Bound) => [
      bound,
      new RateLimiterPrisma({
        storeClient: db,
        tableName: "rateLimit",
        keyPrefix: bound,
        // Old rows go by services/upkeep, in small batches.
        clearExpiredByTimeout: false,
        ...bounds[bound],
      }),
    ];
    found = Object.fromEntries((Object.keys(bounds) as Bound[]).map(make)) as Limiters;
    limitersOf.set(db, found);
  }
  return found;
}

/** The counter of one bound. Most ask through the functions below. */
export function attemptLimiter(db: Database, bound: Bound): RateLimiterPrisma {
  return limiters(db)[bound];
}

/** One attempt counted under one key. */
export type Attempt = { readonly bound: Bound; readonly key: string };

/** Refused: how long to wait (seconds), and whether this attempt is the first one over the bound (worth an audit event). */
export type Slowed = { readonly waitSeconds: number; readonly isFirst: boolean };

/**
 * Counts an attempt under each key in turn, before the secret is looked at, so that parallel guesses are all counted. Null
 * when it may go on. Stops at the first bound that is passed: hammering a closed door does not close others.
 * Throws when the database does not answer: no counting, no guessing.
 */
export async function countAttempts(db: Database, attempts: readonly Attempt[]): Promise<Slowed | null> {
  for (const { bound, key } of attempts) {
    try {
      await limiters(db)[bound].consume(key);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return {
        waitSeconds: Math.ceil(refused.msBeforeNext / 1000),
        isFirst: refused.consumedPoints === bounds[bound].points + 1,
      };
    }
  }
  return null;
}

/** Takes a successful attempt back: a pair of person and address starts anew, shared counters lose only this one. */
export async function forgiveAttempts(db: Database, attempts: readonly Attempt[]): Promise<void> {
  for (const { bound, key } of attempts) {
    if (startsAnew.has(bound)) await limiters(db)[bound].delete(key);
    else await limiters(db)[bound].reward(key);
  }
}

/** "Try again in …" in words. */
export function waitSentence(waitSeconds: number): string {
  if (waitSeconds < 90)
    return `Too many attempts. Try again in ${waitSeconds} ${waitSeconds === 1 ? "second" : "seconds"}.`;
  const minutes = Math.ceil(waitSeconds / 60);
  return minutes < 90
    ? `Too many attempts. Try again in ${minutes} minutes.`
    : `Too many attempts. Try again in ${Math.ceil(minutes / 60)} hours.`;
}
