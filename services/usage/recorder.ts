import { startPeriodicWriter } from "@/services/kernel/periodic-writer";
import { clearBook, countUse, mergeBook, openBook, type UsageBook, type Use } from "@/services/usage/book";
import { startJournalMover } from "@/services/usage/journal-mover";
import { writeBook } from "@/services/usage/write-book";

/** Between two flushes, in milliseconds. */
export const flushEveryMs = 1_000;

/** So many lines are written at once: more would keep verifications waiting for milliseconds while they are put together. */
const hurryAt = 2_000;

export type UsageRecorder = {
  /** Counts a use in memory; it is kept within a second, and seen by pages within two while the database keeps up. */
  record(use: Use): void;
  /** Writes what was counted so far to where pages read it; rejects when the database does not take it (the counts stay). */
  flush(): Promise<void>;
  /** Stops the clock, writes the rest, and lets the connections go. */
  close(): Promise<void>;
  /** Milliseconds since the oldest use was counted that is not written yet; 0 when all are. */
  lagMs(): number;
  /** Uses that found no room so far and are lost. */
  lost(): number;
};

/** What the recorder tells its process's log. */
export type UsageLog = { warn(facts: object, message: string): void };

/**
 * Counts uses in memory and writes them in one statement each second and on `close` (design §5). What the database does not
 * take is kept and tried again, within bounds. A connection lost at the very commit may count one second twice, never lose it.
 */
export function startUsageRecorder(databaseUrl: string, log: UsageLog): UsageRecorder {
  let book = openBook();
  /** Written and empty: the next to be counted in. */
  let spare: UsageBook | null = null;
  let lost = 0;
  let lostAndTold = 0;

  const tellLost = () => {
    if (lost > 0) log.warn({ lost }, "usage found no room while it could not be written, and is lost");
    lostAndTold += lost;
    lost = 0;
  };

  const mover = startJournalMover(databaseUrl, log);
  const writer = startPeriodicWriter({
    databaseUrl,
    applicationName: "keydesk-usage",
    everyMs: flushEveryMs,
    async write(connect) {
      // Others' lines may wait too: the journal is looked at also where there was nothing to write.
      if (book.since !== null) {
        const full = book;
        book = spare ?? openBook();
        spare = null;
        try {
          await writeBook(await connect(), full);
          clearBook(full);
          spare = full;
        } catch (error) {
          // Older times first: what was counted meanwhile is added to them.
          lost += mergeBook(full, book);
          book = full;
          throw error;
        }
        tellLost();
      }
      mover.nudge();
    },
    onFailing: (error) => log.warn({ err: error }, "usage cannot be written; it is kept and tried again"),
    onRecovered: () => log.warn({}, "usage is written again"),
  });

  return {
    record(use) {
      lost += countUse(book, use);
      if (book.secrets.lines() >= hurryAt) writer.hurry();
    },
    async flush() {
      await writer.flush();
      await mover.moveAll();
    },
    async close() {
      try {
        await writer.close();
      } finally {
        await mover.close();
      }
    },
    lagMs: () => (book.since === null ? 0 : Math.max(0, Date.now() - book.since)),
    lost: () => lostAndTold + lost,
  };
}
