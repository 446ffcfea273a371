import { setTimeout as sleep } from "node:timers/promises";
import { type Connection, closeConnection, openConnection } from "@/prisma/connection";

export type PeriodicWrite = {
  readonly databaseUrl: string;
  /** As which the connection is known to the database. */
  readonly applicationName: string;
  readonly everyMs: number;
  /** One round; it asks for the connection only when there is something to write. Rejects when it could not be written. */
  write(connect: () => Promise<Connection>): Promise<void>;
  /** The first round that failed after good ones, and the first good one after it; for the log. */
  onFailing(error: unknown): void;
  onRecovered(): void;
};

export type PeriodicWriter = {
  /** One round now, after the one under way. Rejects with what it rejects. */
  flush(): Promise<void>;
  /** There is much to write: a round now, unless one is under way or the last one failed. */
  hurry(): void;
  /**
   * Stops the clock, writes the rest, and lets the connection go. What fails is tried again for `closeMsMax`: nobody else knows
   * what would be lost. Takes no longer; rejects when it was not written by then.
   */
  close(): Promise<void>;
};

const connectMsMax = 3_000;
const statementMsMax = 10_000;
/** The API's process is given less than three seconds to end. */
export const closeMsMax = 1_500;
const retryMs = 50;

/**
 * Writes in rounds, on a connection of its own that is opened at once, and anew after a failure: on a busy machine that takes seconds,
 * which the last round does not have. One round at a time: a slow database makes rounds larger, not more.
 */
export function startPeriodicWriter(task: PeriodicWrite): PeriodicWriter {
  let connection: Connection | null = null;
  let connecting: Promise<Connection> | null = null;
  let underWay: Promise<void> | null = null;
  let failing = false;
  let isClosed = false;

  const open = async (): Promise<Connection> => {
    const { databaseUrl, applicationName } = task;
    const settings = {};
    const opened = await openConnection(databaseUrl, {
      applicationName,
      connectMsMax,
      statementMsMax,
      settings,
    });
    opened.once("end", () => {
      if (connection === opened) connection = null;
    });
    connection = opened;
    if (isClosed) drop();
    return opened;
  };
  const connect = async (): Promise<Connection> => {
    if (connection !== null) return connection;
    connecting ??= open().finally(() => {
      connecting = null;
    });
    return connecting;
  };
  const drop = () => {
    if (connection !== null) closeConnection(connection);
    connection = null;
  };
  const writeOnce = async (): Promise<void> => {
    try {
      await task.write(connect);
    } catch (error) {
      drop();
      throw error;
    }
  };
  const flush = async (): Promise<void> => {
    while (underWay !== null) await underWay.catch(() => undefined);
    underWay = writeOnce();
    try {
      await underWay;
    } finally {
      underWay = null;
    }
  };
  // Where there is nothing to write, a failure is no news.
  const beReady = () => void connect().catch(() => undefined);
  const tick = () => {
    if (underWay !== null) return;
    flush().then(
      () => {
        if (failing) task.onRecovered();
        failing = false;
        if (!isClosed) beReady();
      },
      (error: unknown) => {
        if (!failing) task.onFailing(error);
        failing = true;
      },
    );
  };
  const timer = setInterval(tick, task.everyMs);
  timer.unref();
  beReady();

  const writeRest = async (until: number): Promise<void> => {
    for (;;) {
      try {
        return await flush();
      } catch (error) {
        if (performance.now() + retryMs > until) throw error;
        await sleep(retryMs);
      }
    }
  };

  const closeOnce = async (): Promise<void> => {
    clearInterval(timer);
    const timeUp = new AbortController();
    const late = sleep(closeMsMax, undefined, { signal: timeUp.signal }).then(() => {
      throw new Error("the database did not take it in time");
    });
    try {
      await Promise.race([writeRest(performance.now() + closeMsMax), late]);
    } finally {
      timeUp.abort();
      late.catch(() => undefined);
      isClosed = true;
      drop();
    }
  };
  let closing: Promise<void> | null = null;

  return {
    flush,
    hurry() {
      if (underWay === null && !failing && closing === null) tick();
    },
    close() {
      closing ??= closeOnce();
      return closing;
    },
  };
}
