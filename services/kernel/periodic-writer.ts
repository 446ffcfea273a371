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
  /** Stops the clock, writes the rest, and lets the connection go. */
  close(): Promise<void>;
};

/**
 * Writes in rounds, on a connection of its own that is opened anew after a failure. One round at a time: a slow database makes
 * rounds larger, not more.
 */
export function startPeriodicWriter(task: PeriodicWrite): PeriodicWriter {
  let connection: Connection | null = null;
  let underWay: Promise<void> | null = null;
  let failing = false;

  const connect = async (): Promise<Connection> => {
    if (connection !== null) return connection;
    const opened = await openConnection(task.databaseUrl, {
      applicationName: task.applicationName,
      connectMsMax: 2_000,
      statementMsMax: 10_000,
      settings: {},
    });
    opened.once("end", () => {
      if (connection === opened) connection = null;
    });
    connection = opened;
    return opened;
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
  const tick = () => {
    if (underWay !== null) return;
    flush().then(
      () => {
        if (failing) task.onRecovered();
        failing = false;
      },
      (error: unknown) => {
        if (!failing) task.onFailing(error);
        failing = true;
      },
    );
  };
  const timer = setInterval(tick, task.everyMs);
  timer.unref();

  return {
    flush,
    async close() {
      clearInterval(timer);
      try {
        await flush();
      } finally {
        drop();
      }
    },
  };
}
