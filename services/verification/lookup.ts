import { createLookupConnection, DatabaseAway } from "@/services/verification/lookup-connection";
import { type LookedUp, lookUpAll, lookupSettings } from "@/services/verification/lookup-statement";
import { VerificationUnavailable } from "@/services/verification/unavailable";

/** Bounds of the lookup, once. */
export const lookupBounds = {
  /** Statements under way at once; more would make batches smaller, not answers faster. */
  connections: 2,
  keysPerStatementMax: 512,
  /** Requests that may wait for a statement; past it they are sent away with 503. */
  waitingMax: 10_000,
  connectMsMax: 1_000,
  statementMsMax: 1_000,
  /** After a failed connect, how long requests are refused at once before the next try. */
  awayMs: 200,
} as const;

export type LookupBounds = { readonly [K in keyof typeof lookupBounds]: number };

export type Lookup = {
  /**
   * What the database knows of this digest, read by a statement that starts after this call. Null: no such secret.
   * Rejects with `VerificationUnavailable`.
   */
  find(digest: Buffer, organizationId: string | null): Promise<LookedUp | null>;
  /** Statements and keys sent so far. */
  counts(): { readonly statements: number; readonly keys: number };
  close(): void;
};

type Waiter = { resolve(found: LookedUp | null): void; reject(error: Error): void };
type Entry = { readonly digest: Buffer; readonly organizationId: string | null; readonly waiters: Waiter[] };

/**
 * The batched lookup (design §5): calls that arrive while statements are under way are answered by the next single one. Nothing
 * is remembered between statements and no call ever joins one under way, so every answer rests on a read of the primary
 * that started after the call: what was revoked before is seen.
 */
export function createLookup(databaseUrl: string, bounds: LookupBounds = lookupBounds): Lookup {
  const idle = Array.from({ length: bounds.connections }, () =>
    createLookupConnection(databaseUrl, {
      applicationName: "keydesk-verification",
      connectMsMax: bounds.connectMsMax,
      statementMsMax: bounds.statementMsMax,
      settings: lookupSettings,
    }),
  );
  const all = [...idle];
  let waiting = new Map<string, Entry>();
  let waitingCount = 0;
  let dispatchPlanned = false;
  let awayUntil = 0;
  let statements = 0;
  let keys = 0;

  const planDispatch = () => {
    if (dispatchPlanned) return;
    dispatchPlanned = true;
    // After the requests that the network has ready in this turn: they share the statement.
    setImmediate(() => {
      dispatchPlanned = false;
      while (idle.length > 0 && waiting.size > 0) void send(takeBatch());
    });
  };

  const takeBatch = (): Entry[] => {
    let batch: Entry[];
    if (waiting.size <= bounds.keysPerStatementMax) {
      batch = [...waiting.values()];
      waiting = new Map();
    } else {
      batch = [];
      for (const [key, entry] of waiting) {
        batch.push(entry);
        waiting.delete(key);
        if (batch.length === bounds.keysPerStatementMax) break;
      }
    }
    for (const entry of batch) waitingCount -= entry.waiters.length;
    return batch;
  };

  const rejectWaiting = (error: Error) => {
    const entries = waiting;
    waiting = new Map();
    waitingCount = 0;
    for (const entry of entries.values()) for (const waiter of entry.waiters) waiter.reject(error);
  };

  const send = async (batch: Entry[]) => {
    const connection = idle.pop()!;
    statements += 1;
    keys += batch.length;
    try {
      const found = await connection.run((c) => lookUpAll(c, batch));
      for (const [i, entry] of batch.entries()) {
        for (const waiter of entry.waiters) waiter.resolve(found[i] ?? null);
      }
    } catch (error) {
      const failure =
        error instanceof VerificationUnavailable
          ? error
          : new VerificationUnavailable("database_unavailable", error);
      for (const entry of batch) for (const waiter of entry.waiters) waiter.reject(failure);
      if (error instanceof DatabaseAway) {
        awayUntil = performance.now() + bounds.awayMs;
        rejectWaiting(error);
      }
    } finally {
      idle.push(connection);
      if (waiting.size > 0) planDispatch();
    }
  };

  return {
    find(digest, organizationId) {
      if (waitingCount >= bounds.waitingMax) return Promise.reject(new VerificationUnavailable("overloaded"));
      if (awayUntil > 0 && performance.now() < awayUntil) {
        return Promise.reject(new VerificationUnavailable("database_unavailable"));
      }
      return new Promise((resolve, reject) => {
        const key = digest.toString("latin1") + (organizationId ?? "");
        const entry = waiting.get(key);
        if (entry === undefined) waiting.set(key, { digest, organizationId, waiters: [{ resolve, reject }] });
        else entry.waiters.push({ resolve, reject });
        waitingCount += 1;
        if (idle.length > 0) planDispatch();
      });
    },
    counts: () => ({ statements, keys }),
    close() {
      for (const connection of all) connection.close();
      rejectWaiting(new VerificationUnavailable("database_unavailable"));
    },
  };
}
