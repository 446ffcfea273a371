import {
  type Connection,
  type ConnectionOptions,
  closeConnection,
  countBytesRead,
  openConnection,
} from "@/prisma/connection";
import { createReadClock, silentNetwork } from "@/services/verification/read-clock";
import { VerificationUnavailable } from "@/services/verification/unavailable";

/** One place for a statement under way, with a connection that mends itself. Use it for one statement at a time. */
export type LookupConnection = {
  /** Runs a read. A connection found dead is replaced, and the read run once more: it then starts later, never earlier. */
  run<T>(read: (connection: Connection) => Promise<T>): Promise<T>;
  /** Connects now, ahead of the first statement; not while one is under way. Rejects with `DatabaseAway`. */
  open(connectMsMax: number): Promise<void>;
  /** True while a connection is there, as far as is known. */
  isOpen(): boolean;
  /** Lets the connection go; the next statement begins with a new one. */
  drop(): void;
  close(): void;
};

/** Thrown by `run` when the database cannot be reached at all, apart from one statement that failed. */
export class DatabaseAway extends VerificationUnavailable {
  constructor(cause: unknown) {
    super("database_unavailable", cause);
  }
}

/** Makes a place for statements; it connects when first used. */
export function createLookupConnection(url: string, options: ConnectionOptions): LookupConnection {
  const inTime = createReadClock(options.statementMsMax + 500);
  let current: Connection | null = null;
  let closed = false;

  const drop = (connection: Connection) => {
    if (current === connection) current = null;
    closeConnection(connection);
  };

  const connect = async (connectMsMax = options.connectMsMax): Promise<Connection> => {
    try {
      const opened = await openConnection(url, { ...options, connectMsMax, hasOwnClock: true });
      // Restarted servers end idle connections: the next read then starts with a new one.
      opened.once("end", () => drop(opened));
      if (closed) drop(opened);
      return opened;
    } catch (error) {
      throw new DatabaseAway(error);
    }
  };

  return {
    async run(read) {
      const reused = current;
      if (reused !== null) {
        try {
          return await inTime(read(reused), () => countBytesRead(reused));
        } catch (error) {
          drop(reused);
          if (isTimeout(error)) throw timedOut(error);
        }
      }
      const fresh = await connect();
      current = fresh;
      try {
        return await inTime(read(fresh), () => countBytesRead(fresh));
      } catch (error) {
        drop(fresh);
        throw isTimeout(error) ? timedOut(error) : new VerificationUnavailable("database_unavailable", error);
      }
    },
    async open(connectMsMax) {
      if (current === null && !closed) current = await connect(connectMsMax);
    },
    isOpen: () => current !== null,
    drop() {
      if (current !== null) drop(current);
    },
    close() {
      closed = true;
      if (current !== null) drop(current);
    },
  };
}

// 57014: the server's own statement_timeout. The other is ours: the server said nothing at all.
function isTimeout(error: unknown): boolean {
  return (
    error instanceof Error && (error.message === silentNetwork || ("code" in error && error.code === "57014"))
  );
}

function timedOut(error: unknown): VerificationUnavailable {
  return error instanceof Error && error.message === silentNetwork
    ? new DatabaseAway(error)
    : new VerificationUnavailable("database_unavailable", error);
}
