import type { Transaction } from "@/prisma/client-factory";

/** Removes the rows of one table that nobody needs any more. */
export type UpkeepTask = {
  /** As the log says it: "sessions". */
  readonly name: string;
  /**
   * Removes at most `limit` rows, the oldest first and by an index, and says how many. Skips rows that somebody holds: the next
   * round finds them. Fewer than `limit` means that none is left.
   */
  readonly run: (tx: Transaction, now: Date, limit: number) => Promise<number>;
};

/** The moment so many days before. */
export function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000);
}
