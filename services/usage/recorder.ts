import { startPeriodicWriter } from "@/services/kernel/periodic-writer";
import { countUse, isEmpty, mergeBook, openBook, type Use } from "@/services/usage/book";
import { pruneCallers } from "@/services/usage/prune-callers";
import { writeBook } from "@/services/usage/write-book";

/** Between two flushes, and between two prunings of callers, in milliseconds. */
export const flushEveryMs = 1_000;
const pruneEveryMs = 60_000;

export type UsageRecorder = {
  /** Counts a use in memory; it is kept within two seconds. */
  record(use: Use): void;
  /** Writes what was counted so far; rejects when the database does not take it (the counts stay). */
  flush(): Promise<void>;
  /** Stops the clock, writes the rest, and lets the connection go. */
  close(): Promise<void>;
};

/** What the recorder tells its process's log. */
export type UsageLog = { warn(facts: object, message: string): void };

/**
 * Counts uses in memory and writes them in one statement each second and on `close` (design §5). What the database does not
 * take is kept and tried again, within bounds. A connection lost at the very commit may count one second twice, never lose it.
 */
export function startUsageRecorder(databaseUrl: string, log: UsageLog): UsageRecorder {
  let book = openBook();
  let lost = 0;
  let prunedAt = performance.now();
  let toPrune = new Set<string>();

  const tellLost = () => {
    if (lost > 0) log.warn({ lost }, "usage found no room while it could not be written, and is lost");
    lost = 0;
  };

  const writer = startPeriodicWriter({
    databaseUrl,
    applicationName: "keydesk-usage",
    everyMs: flushEveryMs,
    async write(connect) {
      if (isEmpty(book)) return;
      const full = book;
      book = openBook();
      try {
        await writeBook(await connect(), full);
        for (const use of full.callers.values()) toPrune.add(use.tokenId);
      } catch (error) {
        // Older times first: what was counted meanwhile is added to them.
        lost += mergeBook(full, book);
        book = full;
        throw error;
      }
      tellLost();
      if (toPrune.size === 0 || performance.now() - prunedAt < pruneEveryMs) return;
      const tokenIds = [...toPrune];
      toPrune = new Set();
      prunedAt = performance.now();
      await pruneCallers(await connect(), tokenIds);
    },
    onFailing: (error) => log.warn({ err: error }, "usage cannot be written; it is kept and tried again"),
    onRecovered: () => log.warn({}, "usage is written again"),
  });

  return {
    record(use) {
      lost += countUse(book, use);
    },
    flush: writer.flush,
    close: writer.close,
  };
}
