import { createLookupConnection } from "@/services/verification/lookup-connection";

/** What waits in the database to be worked on. Ages in seconds; 0 where nothing waits. */
export type Backlog = {
  readonly auditEvents: number;
  readonly oldestAuditEventSeconds: number;
  /** Logs that go no further (domain/audit/log-alarm). */
  readonly logAlarms: number;
  /** For how long the checkpoints' place that fails longest has taken none. */
  readonly checkpointsUnsentSeconds: number;
  readonly journalRows: number;
  readonly oldestJournalRowSeconds: number;
};

export type BacklogReader = {
  /** What waits, at most `keptMs` old; null when the database does not say so within a second. Never rejects. */
  read(): Promise<Backlog | null>;
  close(): void;
};

const waitMsMax = 1_000;
/** Rows are counted no further: the look must stay cheap when it matters. */
export const countMax = 100_000;

const text = `
SELECT
  (SELECT count(*)::int FROM (SELECT FROM "AuditPending" LIMIT ${countMax}) p) AS "auditEvents",
  coalesce((SELECT greatest(0, extract(epoch FROM clock_timestamp() - e."at"))
    FROM (SELECT "eventId" FROM "AuditPending" ORDER BY "n" LIMIT 1) p JOIN "AuditEvent" e ON e."id" = p."eventId"), 0)::float8
    AS "oldestAuditEventSeconds",
  (SELECT count(*)::int FROM "AuditTree" WHERE "alarm" IS NOT NULL) AS "logAlarms",
  -- A place that nobody tries any more is one that the configuration has left out.
  coalesce((SELECT greatest(0, extract(epoch FROM clock_timestamp() - min("failedSince"))) FROM "AuditChannel"
    WHERE "nextAttemptAt" > clock_timestamp() - interval '1 hour'), 0)::float8 AS "checkpointsUnsentSeconds",
  (SELECT count(*)::int FROM (SELECT FROM "UsageJournal" LIMIT ${countMax}) j) AS "journalRows",
  coalesce((SELECT greatest(0, extract(epoch FROM clock_timestamp() - "writtenAt"))
    FROM "UsageJournal" ORDER BY "id" LIMIT 1), 0)::float8 AS "oldestJournalRowSeconds"`;

/** Reads what waits in the database, for gauges: on one connection of its own, however many ask. */
export function createBacklogReader(databaseUrl: string, keptMs = 5_000): BacklogReader {
  const connection = createLookupConnection(databaseUrl, {
    applicationName: "keydesk-metrics",
    connectMsMax: waitMsMax,
    statementMsMax: waitMsMax,
    settings: {},
  });
  let known: { readonly backlog: Backlog; readonly at: number } | null = null;
  let underWay: Promise<Backlog | null> | null = null;

  const ask = async (): Promise<Backlog | null> => {
    try {
      const { rows } = await connection.run((c) => c.query<Backlog>({ name: "keydesk-backlog", text }));
      const backlog = rows[0]!;
      known = { backlog, at: performance.now() };
      return backlog;
    } catch {
      known = null;
      return null;
    }
  };

  return {
    async read() {
      if (known !== null && performance.now() - known.at < keptMs) return known.backlog;
      underWay ??= ask().finally(() => {
        underWay = null;
      });
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<null>((resolve) => {
        timer = setTimeout(() => resolve(null), waitMsMax);
      });
      try {
        return await Promise.race([underWay, late]);
      } finally {
        clearTimeout(timer);
      }
    },
    close: connection.close,
  };
}
