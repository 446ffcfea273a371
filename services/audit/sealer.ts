import { logAlarms } from "@/domain/audit/log-alarm";
import { type Connection, closeConnection, openConnection } from "@/prisma/connection";
import { fillTree } from "@/services/audit/log/fill-tree";
import { findUnsettledLogs } from "@/services/audit/log/unsettled-logs";
import { type SealedBatch, sealBatch, sealBatchSize } from "@/services/audit/seal-batch";

/** Between two looks at what is waiting, in milliseconds: an event has its number within a second. */
export const sealEveryMs = 500;
/** Between two looks at logs whose trees do not go as far as their numbers, also where nothing is waiting. */
const settleEveryMs = 60_000;

export type AuditSealer = {
  /** Seals all that is waiting now, and says how many; none where another process is at it. Rejects when the database does not answer. */
  seal(): Promise<number>;
  /** Stops the clock, seals the rest if the database answers, and lets the connection go. */
  close(): Promise<void>;
};

/** What the sealer tells its process's log. */
export type SealerLog = { warn(facts: object, message: string): void };

/**
 * Gives audit events their gapless numbers and their places in the log's tree, twice a second (design §7). Every API process runs one; in the database only one
 * is at work at a time, and no state is kept here: when a process dies, the next look of any other goes on.
 */
export function startAuditSealer(
  databaseUrl: string,
  log: SealerLog,
  now: () => Date = () => new Date(),
): AuditSealer {
  let connection: Connection | null = null;
  let underWay: Promise<number> | null = null;
  let failing = false;
  let closing = false;
  let settledAt = Number.NEGATIVE_INFINITY;

  const connect = async (): Promise<Connection> => {
    const opened = await openConnection(databaseUrl, {
      applicationName: "keydesk-audit-sealer",
      connectMsMax: 2_000,
      statementMsMax: 10_000,
      settings: {
        // A process that is stopped, or cut off, in the midst of it holds nobody up for longer.
        idle_in_transaction_session_timeout: "5000",
        // A batch goes by index from its few rows outwards, whatever the planner thinks of a queue's statistics.
        enable_seqscan: "off",
        enable_hashjoin: "off",
        enable_mergejoin: "off",
      },
    });
    opened.once("end", () => {
      if (connection === opened) connection = null;
    });
    return opened;
  };

  const sealAll = async (): Promise<number> => {
    let total = 0;
    try {
      for (;;) {
        connection ??= await connect();
        if (performance.now() - settledAt > settleEveryMs) {
          await fillTrees(connection, await findUnsettledLogs(connection));
          settledAt = performance.now();
        }
        const batch = await sealBatch(connection, now(), sealBatchSize);
        if (batch === null) return total;
        tell(batch);
        total += batch.taken - batch.unnumbered.length;
        await fillTrees(connection, batch.behind);
        const isMore = batch.taken === sealBatchSize || batch.behind.length > 0;
        if (!isMore || closing) return total;
      }
    } catch (error) {
      drop();
      throw error;
    }
  };

  const fillTrees = async (on: Connection, logIds: readonly string[]): Promise<void> => {
    for (const logId of logIds) {
      for (let more = true; more && !closing; ) {
        const filled = await fillTree(on, logId, now());
        if (filled?.alarm) log.warn({ logId, alarm: filled.alarm }, logAlarms[filled.alarm]);
        more = filled !== null && filled.alarm === null && filled.filled > 0;
      }
    }
  };

  const tell = ({ rolledBack, unnumbered }: SealedBatch) => {
    for (const logId of rolledBack) log.warn({ logId, alarm: "rolled_back" }, logAlarms.rolled_back);
    for (const event of unnumbered) log.warn(event, "an event that is none got no number");
  };

  const drop = () => {
    if (connection !== null) closeConnection(connection);
    connection = null;
  };

  const seal = async (): Promise<number> => {
    while (underWay !== null) await underWay.catch(() => undefined);
    underWay = sealAll();
    try {
      return await underWay;
    } finally {
      underWay = null;
    }
  };

  const tick = () => {
    if (underWay !== null) return;
    seal().then(
      () => {
        if (failing) log.warn({}, "audit events are numbered again");
        failing = false;
      },
      (error: unknown) => {
        if (!failing) log.warn({ err: error }, "audit events cannot be numbered; it is tried again");
        failing = true;
      },
    );
  };
  const timer = setInterval(tick, sealEveryMs);
  timer.unref();

  return {
    seal,
    async close() {
      closing = true;
      clearInterval(timer);
      try {
        await seal();
      } finally {
        drop();
      }
    },
  };
}
