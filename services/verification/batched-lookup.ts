import type { Connection } from "@/prisma/connection";
import type { Meter } from "@/services/metrics/meter";
import {
  createLookupConnection,
  DatabaseAway,
  type LookupConnection,
} from "@/services/verification/lookup-connection";
import { VerificationUnavailable } from "@/services/verification/unavailable";

export type BatchBounds = {
  /** Statements under way at once; more would make batches smaller, not answers faster. */
  readonly connections: number;
  readonly keysPerStatementMax: number;
  /** Calls that may wait for a statement; past it they are sent away with 503. A verification makes two, one of them for its gateway. */
  readonly waitingMax: number;
  /** Who has waited longer for a statement to begin is sent away too: the statement would answer nobody who still listens. */
  readonly waitMsMax: number;
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

/** Told once: what was found, or why nothing could be read; `found` then means nothing. */
export type Told<Found> = (error: Error | null, found: Found) => void;

export type BatchedLookup<Key, Found> = {
  /**
   * What the database knows of this key, read by a statement that starts after this call. Told in a later turn, or at once where
   * nothing can be read. A callback, as each verification makes two of these calls and a promise costs as much as a look-up.
   */
  seek(key: Key, told: Told<Found>): void;
  /** Statements and keys sent so far. */
  counts(): { readonly statements: number; readonly keys: number };
  /** Calls that wait for a statement to begin. */
  waiting(): number;
  /** Opens all connections, so that no call waits for one; tried again with calls where it fails now. */
  open(): Promise<void>;
  close(): void;
};

/** What a lookup tells of its work. */
export type LookupMeter = Pick<Meter, "batch" | "lookupsFailed" | "shed">;

type Entry<Key, Found> = {
  readonly key: Key;
  /** When its first caller came, by performance.now(). */
  readonly since: number;
  readonly told: Told<Found>;
  /** Others that seek the same; most keys have none. */
  others: Told<Found>[] | null;
};

// Made once: to send somebody away must cost next to nothing, and where it happened is known.
const overloaded = new VerificationUnavailable("overloaded");
const away = new VerificationUnavailable("database_unavailable");

/** A connection that nobody waits for may take this long: on a machine that is busy, a second is little. */
const openMsMax = 5_000;

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
  let openAgainAt = 0;
  let statements = 0;
  let keys = 0;

  const planDispatch = () => {
    if (dispatchPlanned) return;
    dispatchPlanned = true;
    // After the requests that the network has ready in this turn: they share the statement.
    setImmediate(() => {
      dispatchPlanned = false;
      dispatch();
    });
  };

  const dispatch = () => {
    shedLate();
    while (waiting.size > 0) {
      const connection = takeIdle();
      if (connection === null) break;
      void send(connection, takeBatch());
    }
  };

  // A full statement waits for nobody. Under more requests than can be answered the turn of the network has no end for seconds, and all
  // who wait for it would be sent away for having waited too long.
  const dispatchSoon = () => {
    if (waiting.size >= bounds.keysPerStatementMax) dispatch();
    else if (waiting.size > 0) planDispatch();
  };

  // Nobody waits for a connection to be opened while another one works: it is opened beside.
  const takeIdle = (): LookupConnection | null => {
    const ready = idle.findLastIndex((connection) => connection.isOpen());
    if (ready >= 0) return idle.splice(ready, 1)[0]!;
    if (!all.some((connection) => connection.isOpen())) return idle.pop() ?? null;
    if (performance.now() >= openAgainAt) void openIdle();
    return null;
  };

  const openIdle = async (): Promise<void> => {
    const closed = idle.filter((connection) => !connection.isOpen());
    for (const connection of closed) idle.splice(idle.indexOf(connection), 1);
    await Promise.all(
      closed.map(async (connection) => {
        try {
          await connection.open(openMsMax);
        } catch {
          openAgainAt = performance.now() + bounds.awayMs;
        }
        idle.push(connection);
      }),
    );
    if (waiting.size > 0) planDispatch();
  };

  // The oldest come first.
  const shedLate = () => {
    const latest = performance.now() - bounds.waitMsMax;
    for (const [identity, entry] of waiting) {
      if (entry.since >= latest) return;
      waiting.delete(identity);
      const count = countWaiters(entry);
      waitingCount -= count;
      for (let i = 0; i < count; i++) meter.shed();
      tell(entry, overloaded, undefined as Found);
    }
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
    for (const entry of batch) waitingCount -= countWaiters(entry);
    return batch;
  };

  const fail = (entry: Entry<Key, Found>, error: VerificationUnavailable) => {
    meter.lookupsFailed(countWaiters(entry));
    tell(entry, error, undefined as Found);
  };

  const failWaiting = (error: VerificationUnavailable) => {
    const entries = waiting;
    waiting = new Map();
    waitingCount = 0;
    for (const entry of entries.values()) fail(entry, error);
  };

  const send = async (connection: LookupConnection, batch: Entry<Key, Found>[]) => {
    statements += 1;
    keys += batch.length;
    const startedAt = performance.now();
    let found: readonly Found[] | null = null;
    try {
      const wanted = batch.map((entry) => entry.key);
      found = await connection.run((c) => rule.readAll(c, wanted));
      meter.batch(batch.length, (performance.now() - startedAt) / 1_000);
    } catch (error) {
      const failure =
        error instanceof VerificationUnavailable
          ? error
          : new VerificationUnavailable("database_unavailable", error);
      for (const entry of batch) fail(entry, failure);
      if (error instanceof DatabaseAway) {
        awayUntil = performance.now() + bounds.awayMs;
        failWaiting(error);
        // What was opened before the outage may lead nowhere: the next call must not find that out by waiting.
        for (const other of idle) other.drop();
      }
    }
    idle.push(connection);
    dispatchSoon();
    if (found !== null) for (let i = 0; i < batch.length; i++) tell(batch[i]!, null, found[i]!);
  };

  return {
    seek(key, told) {
      if (waitingCount >= bounds.waitingMax) {
        meter.shed();
        told(overloaded, undefined as Found);
        return;
      }
      if (awayUntil > 0 && performance.now() < awayUntil) {
        meter.lookupsFailed(1);
        told(away, undefined as Found);
        return;
      }
      const identity = rule.identify(key);
      const entry = waiting.get(identity);
      if (entry === undefined) waiting.set(identity, { key, since: performance.now(), told, others: null });
      else if (entry.others === null) entry.others = [told];
      else entry.others.push(told);
      waitingCount += 1;
      if (idle.length > 0) dispatchSoon();
    },
    counts: () => ({ statements, keys }),
    waiting: () => waitingCount,
    open: openIdle,
    close() {
      for (const connection of all) connection.close();
      failWaiting(new VerificationUnavailable("database_unavailable"));
    },
  };
}

function countWaiters({ others }: Entry<unknown, never>): number {
  return others === null ? 1 : others.length + 1;
}

// Those who are told throw nothing: what goes wrong in an answer is that answer's.
function tell<Found>(
  entry: Entry<unknown, Found>,
  error: VerificationUnavailable | null,
  found: Found,
): void {
  entry.told(error, found);
  if (entry.others !== null) for (const told of entry.others) told(error, found);
}

/** A look-up as a promise, for callers of whom there are few. */
export function promiseOf<Found>(seek: (told: Told<Found>) => void): Promise<Found> {
  return new Promise((resolve, reject) => {
    seek((error, found) => (error === null ? resolve(found) : reject(error)));
  });
}
