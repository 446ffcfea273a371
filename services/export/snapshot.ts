import { type Connection, closeConnection, openConnection } from "@/prisma/connection";
import { copyOut } from "@/prisma/copy-out";
import { type RawRow, readCopyLine } from "@/services/export/copy-line";

/** What exports may take, in milliseconds. */
export const exportBounds = {
  connectMsMax: 5_000,
  /** The whole of an export, its slow reader included: so long it may hold its snapshot. */
  totalMsMax: 3_600_000,
  /** The database, between two pieces that it is asked for. */
  silentMsMax: 60_000,
} as const;

/** One consistent look at the database, however long it takes to read it through. */
export type Snapshot = {
  /** The first column of the first row. */
  value(statement: string): Promise<string | null>;
  /** All rows in pieces, as fast as they are taken; no more than a few hundred are in memory. */
  rows(statement: string): AsyncGenerator<readonly RawRow[], void, undefined>;
  /** Ends it at once, also in the midst of a query. */
  close(): void;
};

/**
 * Opens a snapshot on a connection of its own, past Prisma's pool: an export of minutes takes no place from others. Statements are
 * constant texts; what they ask for stands in `settings`, which they read with `current_setting` (COPY knows no parameters).
 * Rejects when the database cannot be had.
 */
export async function openSnapshot(
  databaseUrl: string,
  settings: Readonly<Record<string, string>>,
): Promise<Snapshot> {
  const connection = await openConnection(databaseUrl, {
    applicationName: "keydesk-export",
    connectMsMax: exportBounds.connectMsMax,
    statementMsMax: exportBounds.totalMsMax,
    settings: {
      TimeZone: "'UTC'",
      DateStyle: "'ISO, YMD'",
      jit: "off",
      // A reader that is gone ends its query, also one that has not found its first row yet.
      client_connection_check_interval: "1000",
      // Between its statements this process may stall; its snapshot must not hold back the vacuum for ever.
      idle_in_transaction_session_timeout: "60000",
    },
  });
  try {
    await connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const names = Object.keys(settings);
    await connection.query(
      `SELECT ${names.map((_, i) => `set_config($${2 * i + 1}, $${2 * i + 2}, true)`).join(", ")}`,
      names.flatMap((name) => [`keydesk.${name}`, settings[name]]),
    );
  } catch (error) {
    closeConnection(connection);
    throw error;
  }
  return {
    value: (statement) => readValue(connection, statement),
    async *rows(statement) {
      for await (const lines of copyOut(connection, `COPY (${statement}) TO STDOUT`, exportBounds))
        yield lines.map(readCopyLine);
    },
    close: () => closeConnection(connection),
  };
}

async function readValue(connection: Connection, statement: string): Promise<string | null> {
  const { rows } = await connection.query<[unknown]>({ text: statement, rowMode: "array" });
  const value = rows[0]?.[0] ?? null;
  return value === null ? null : String(value);
}
