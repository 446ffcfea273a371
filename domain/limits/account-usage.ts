import type { Plan } from "@/domain/access/plans";

/** What an account may call, and what of it was used; for its page. */
export type AccountUsage = {
  readonly plan: Plan;
  readonly requestsPerMinute: number;
  /** Per source address and 5 minutes. */
  readonly requestsPerIp: number;
  /** Calls a day (runZero, "API rate limiting"). */
  readonly licensedAssets: number;
  /** Calls since midnight UTC that counted towards the day's limit. */
  readonly usedToday: number;
  /** Calls ever that counted. */
  readonly total: number;
  /** The next midnight UTC. */
  readonly resetAt: Date;
};
