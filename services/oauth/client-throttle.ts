import { RateLimiterRes } from "rate-limiter-flexible";
import type { Database } from "@/prisma/client-factory";
import { attemptLimiter } from "@/services/sessions/attempt-throttle";

/** How it stands with guesses of one client's secret at one address. */
export type GuessStanding = {
  /** Seconds until answers are given again; null while there were not too many wrong ones. */
  readonly waitSeconds: number | null;
  /** True: the next right answer ends a row of wrong ones. */
  readonly hasFailures: boolean;
};

/** Looks without counting: clients ask in parallel, and what turns out right must not have been counted as a guess. */
export async function findGuessStanding(db: Database, key: string): Promise<GuessStanding> {
  const limiter = attemptLimiter(db, "client");
  const found = await limiter.get(key);
  const tooMany = found !== null && found.consumedPoints > limiter.points;
  return { waitSeconds: tooMany ? toSeconds(found.msBeforeNext) : null, hasFailures: found !== null };
}

/** What a wrong answer counted as: `first` and `locking` are worth an event, those between and after are not. */
export type CountedGuess = { readonly waitSeconds: number | null; readonly worthEvent: boolean };

/** Counts a wrong answer (RFC 6749 §2.3.1: guessing is slowed down). Throws when the database does not answer. */
export async function countGuess(db: Database, key: string): Promise<CountedGuess> {
  const limiter = attemptLimiter(db, "client");
  try {
    const { consumedPoints } = await limiter.consume(key);
    return { waitSeconds: null, worthEvent: consumedPoints === 1 };
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return {
      waitSeconds: toSeconds(refused.msBeforeNext),
      worthEvent: refused.consumedPoints === limiter.points + 1,
    };
  }
}

/**
 * True where the client proved itself in the last 30 days: there a lock holds wrong secrets off, but not the right one, so that
 * nobody beside it (behind the same address) can lock it out.
 */
export async function isKnownPlace(db: Database, key: string): Promise<boolean> {
  return (await attemptLimiter(db, "client_known").get(key)) !== null;
}

/** Notes a right answer: a row of wrong ones ends, and the place is known from now on. */
export async function noteProof(db: Database, key: string, standing: GuessStanding): Promise<void> {
  const known = attemptLimiter(db, "client_known");
  if (standing.hasFailures) await attemptLimiter(db, "client").delete(key);
  await known.set(key, 1, known.duration);
}

function toSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}
