import type { Connection } from "@/prisma/connection";
import type { Meter } from "@/services/metrics/meter";
import { createLookupConnection, DatabaseAway } from "@/services/verification/lookup-connection";
import { VerificationUnavailable } from "@/services/verification/unavailable";

export type BatchBounds = {
  /** Statements under way at once; more would make batches smaller, not answers faster. */
  readonly connections: number;
  readonly keysPerStatementMax: number;
  /** Requests that may wait for a statement; past it they are sent away with 503. */
  readonly waitingMax: number;
  readonly connectMsMax: number;
  readonly statementMsMax: number;
  /** After a failed connect, how long requests are refused at once before the next try. */
  readonly awayMs: number;
};

/** What a lookup looks up, and how. */
export type LookupRule<Key, Found> = {
  /** Equal keys share a place in the statement. */
  readonly identify: (key: Key) => string;
  /** Reads all keys in one statement; answers in their order. */
  readonly readAll: (connection: Connection, keys: readonly Key[]) => Promise<readonly Found[]>;
  readonly settings: Readonly<Record<string, string>>;
};

export type BatchedLookup<Key, Found> = {
  /** What the database knows of this key, read by a statement that starts after this call. Rejects with `VerificationUnavailable`. */
  find(key: Key): Promise<Found>;
  /** Statements and keys sent so far. */
  counts(): { readonly statements: number; readonly keys: number };
  /** Calls that wait for a statement to begin. */
  waiting(): number;
  close(): void;
};

/** What a lookup tells of its work. */
export type LookupMeter = Pick<Meter, "batch" | "lookupsFailed" | "shed">;

type Waiter<Found> = { resolve(found: Found): void; reject(error: Error): void };
type Entry<Key, Found> = { readonly key: Key; readonly waiters: Waiter<Found>[] };

/**
 * A batched lookup (design §5): calls that arrive while statements are under way are answered by the next single one. Nothing
 * is remembered between statements and no call ever joins one under way, so every answer rests on a read of the primary
 * that started after the call: what was revoked before is seen.
 */
export function createBatchedLookup<Key, Found>(
  databaseUrl: string,
  rule: LookupRule<Key, Found>,
  bounds: BatchBounds,
  meter: LookupMeter,
): BatchedLookup<Key, Found> {
  const idle = Array.from({ length: bounds.connections }, () =>
    createLookupConnection(databaseUrl, {
      applicationName: "keydesk-verification",
      connectMsMax: bounds.connectMsMax,
      statementMsMax: bounds.statementMsMax,
      settings: rule.settings,
    }),
  );
  const all = [...idle];
  let waiting = new Map<string, Entry<Key, Found>>();
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

  const takeBatch = (): Entry<Key, Found>[] => {
    let batch: Entry<Key, Found>[];
    if (waiting.size <= bounds.keysPerStatementMax) {
      batch = [...waiting.values()];
      waiting = new Map();
    } else {
      batch = [];
      for (const [identity, entry] of waiting) {
        batch.push(entry);
        waiting.delete(identity);
        if (batch.length === bounds.keysPerStatementMax) break;
      }
    }
    for (const entry of batch) waitingCount -= entry.waiters.length;
    return batch;
  };

  const rejectWaiting = (error: Error) => {
    const entries = waiting;
    waiting = new Map();
    meter.lookupsFailed(waitingCount);
    waitingCount = 0;
    for (const entry of entries.values()) for (const waiter of entry.waiters) waiter.reject(error);
  };

  const send = async (batch: Entry<Key, Found>[]) => {
    const connection = idle.pop()!;
    statements += 1;
    keys += batch.length;
    const startedAt = performance.now();
    try {
      const wanted = batch.map((entry) => entry.key);
      const found = await connection.run((c) => rule.readAll(c, wanted));
      meter.batch(batch.length, (performance.now() - startedAt) / 1_000);
      for (const [i, entry] of batch.entries()) {
        for (const waiter of entry.waiters) waiter.resolve(found[i]!);
      }
    } catch (error) {
      const failure =
        error instanceof VerificationUnavailable
          ? error
          : new VerificationUnavailable("database_unavailable", error);
      for (const entry of batch) {
        meter.lookupsFailed(entry.waiters.length);
        for (const waiter of entry.waiters) waiter.reject(failure);
      }
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
    find(key) {
      if (waitingCount >= bounds.waitingMax) {
        meter.shed();
        return Promise.reject(new VerificationUnavailable("overloaded"));
      }
      if (awayUntil > 0 && performance.now() < awayUntil) {
        meter.lookupsFailed(1);
        return Promise.reject(new VerificationUnavailable("database_unavailable"));
      }
      return new Promise((resolve, reject) => {
        const identity = rule.identify(key);
        const entry = waiting.get(identity);
        if (entry === undefined) waiting.set(identity, { key, waiters: [{ resolve, reject }] });
        else entry.waiters.push({ resolve, reject });
        waitingCount += 1;
        if (idle.length > 0) planDispatch();
      });
    },
    counts: () => ({ statements, keys }),
    waiting: () => waitingCount,
    close() {
      for (const connection of all) connection.close();
      rejectWaiting(new VerificationUnavailable("database_unavailable"));
    },
  };
}
