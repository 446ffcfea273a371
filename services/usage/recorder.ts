import { type Connection, closeConnection, openConnection } from "@/prisma/connection";
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
  let connection: Connection | null = null;
  let underWay: Promise<void> | null = null;
  let failing = false;
  let lost = 0;
  let prunedAt = performance.now();
  let toPrune = new Set<string>();

  const connect = async (): Promise<Connection> => {
    const opened = await openConnection(databaseUrl, {
      applicationName: "keydesk-usage",
      connectMsMax: 2_000,
      statementMsMax: 10_000,
      settings: {},
    });
    opened.once("end", () => {
      if (connection === opened) connection = null;
    });
    return opened;
  };

  const write = async (): Promise<void> => {
    if (isEmpty(book)) return;
    const full = book;
    book = openBook();
    try {
      connection ??= await connect();
      await writeBook(connection, full);
      for (const use of full.callers.values()) toPrune.add(use.tokenId);
    } catch (error) {
      // Older times first: what was counted meanwhile is added to them.
      lost += mergeBook(full, book);
      book = full;
      dropConnection();
      throw error;
    }
    await prune();
  };

  const prune = async (): Promise<void> => {
    if (connection === null || toPrune.size === 0 || performance.now() - prunedAt < pruneEveryMs) return;
    const tokenIds = [...toPrune];
    toPrune = new Set();
    prunedAt = performance.now();
    await pruneCallers(connection, tokenIds);
  };

  const dropConnection = () => {
    if (connection !== null) closeConnection(connection);
    connection = null;
  };

  // One at a time: a slow database makes flushes larger, not more.
  const flush = async (): Promise<void> => {
    while (underWay !== null) await underWay.catch(() => undefined);
    underWay = write();
    try {
      await underWay;
    } finally {
      underWay = null;
    }
  };

  const tick = () => {
    if (underWay !== null) return;
    flush().then(
      () => {
        if (failing || lost > 0)
          log.warn({ lost }, "usage is written again; lost counts found no room meanwhile");
        failing = false;
        lost = 0;
      },
      (error: unknown) => {
        if (!failing) log.warn({ err: error }, "usage cannot be written; it is kept and tried again");
        failing = true;
      },
    );
  };
  const timer = setInterval(tick, flushEveryMs);
  timer.unref();

  return {
    record(use) {
      lost += countUse(book, use);
    },
    flush,
    async close() {
      clearInterval(timer);
      try {
        await flush();
      } finally {
        dropConnection();
      }
    },
  };
}
