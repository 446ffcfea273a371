import { appliedAtOnceMax, applyJournal } from "@/services/usage/apply-journal";
import { pruneCallers } from "@/services/usage/prune-callers";
import type { UsageLog } from "@/services/usage/recorder";
import { createLookupConnection, type LookupConnection } from "@/services/verification/lookup-connection";

/** How the journal is moved. */
const pace = {
  /**
   * Rest, as a multiple of work: a seventh of one core's time, so that verifications go before. What waits is moved more cheaply later,
   * since uses of one token are added up.
   */
  restPerWork: 6,
  /** A move, rests and all, that takes longer is followed by a smaller one. */
  moveMsMax: 60_000,
  /** Once the oldest line has waited that long, the rest is half as long, and so on: lines must not pile up without end. */
  halfAfterMs: 300_000,
  connectMsMax: 2_000,
  statementMsMax: 300_000,
} as const;

/** Lines of the first move: how long they take here is not known yet. */
const firstMost = 5_000;
/** Fewer are not worth a move of their own. */
const leastMost = 500;

/** On closing it moves what can be moved in this time; the rest stays in the journal, for whoever comes next. */
const closeMsMax = 500;

export type JournalMover = {
  /** Says that lines may wait. Moves them now, or when the rest after the last move is over. */
  nudge(): void;
  /** Moves all that waits now, also where another process is at it. Rejects when the database does not take it. */
  moveAll(): Promise<void>;
  close(): Promise<void>;
};

/** Moves the journal to the tables that pages read, in the background: its database connection is not the flush's. */
export function startJournalMover(databaseUrl: string, log: UsageLog): JournalMover {
  const place: LookupConnection = createLookupConnection(databaseUrl, {
    applicationName: "keydesk-usage-mover",
    connectMsMax: pace.connectMsMax,
    statementMsMax: pace.statementMsMax,
    // A process that was killed must not have its successor wait until the move under way is at its end.
    settings: { client_connection_check_interval: "1000" },
  });
  let underWay: Promise<unknown> | null = null;
  let restUntil = 0;
  let again: NodeJS.Timeout | null = null;
  let failing = false;
  let most = firstMost;
  /** Of work, given how long lines have waited at last. */
  let restPerWork: number = pace.restPerWork;

  // One at a time: they share the connection.
  const queue = <T>(work: () => Promise<T>): Promise<T> => {
    const next = (underWay ?? Promise.resolve()).catch(() => undefined).then(work);
    underWay = next;
    const done = () => {
      if (underWay === next) underWay = null;
    };
    next.then(done, done);
    return next;
  };
  const move = (wait: boolean) =>
    place.run(async (connection) => {
      const applied = await applyJournal(connection, wait, most, wait ? 0 : restPerWork);
      if (applied.toPrune.length > 0) await pruneCallers(connection, applied.toPrune);
      return applied;
    });
  const nudge = () => {
    if (underWay !== null || again !== null) return;
    const left = restUntil - performance.now();
    if (left > 0) {
      again = setTimeout(() => {
        again = null;
        nudge();
      }, left);
      again.unref();
      return;
    }
    const started = performance.now();
    queue(() => move(false)).then(
      ({ workedMs, waitedMs }) => {
        restPerWork = pace.restPerWork / (1 + waitedMs / pace.halfAfterMs);
        const took = performance.now() - started;
        // A long move has rested on its way too.
        restUntil = performance.now() + workedMs * restPerWork;
        if (failing) log.warn({}, "the usage journal is moved again");
        failing = false;
        if (took > pace.moveMsMax) most = Math.max(leastMost, Math.floor((most * pace.moveMsMax) / took));
        else if (took < pace.moveMsMax / 2) most = Math.min(appliedAtOnceMax, most * 2);
      },
      (error: unknown) => {
        if (!failing)
          log.warn({ err: error }, "the usage journal cannot be moved; it is kept and tried again");
        failing = true;
        // What takes longer than a statement may would take as long the next time.
        most = Math.max(1, Math.floor(most / 4));
        restUntil = performance.now() + (performance.now() - started);
      },
    );
  };
  const moveAll = async () => {
    while ((await queue(() => move(true))).uses > 0);
  };

  return {
    nudge,
    moveAll,
    async close() {
      if (again !== null) clearTimeout(again);
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, closeMsMax);
      });
      try {
        await Promise.race([moveAll(), late]);
      } catch (error) {
        log.warn({ err: error }, "the usage journal was not moved; the next process moves it");
      } finally {
        clearTimeout(timer);
        place.close();
      }
    },
  };
}
