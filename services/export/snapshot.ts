import type { Prisma } from "@/prisma/client/client";
import { closeConnection, openConnection } from "@/prisma/connection";
import { type CopiedPiece, copyOut, type RowFrame } from "@/prisma/copy-out";
import { formulaPattern, formulaSetting } from "@/services/export/formula-guard";
import { inlineValues } from "@/services/export/inline-values";

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
  /** The number that a statement answers. */
  count(statement: Prisma.Sql): Promise<number>;
  /** All rows of a COPY as bytes, as fast as they are taken. */
  copy(
    statement: Prisma.Sql,
    frame: RowFrame,
    onRow?: ((row: Buffer) => void) | null,
  ): AsyncGenerator<CopiedPiece, void, undefined>;
  /** Ends it at once, also in the midst of a query. */
  close(): void;
};

/**
 * Opens a snapshot on a connection of its own, past Prisma's pool: an export of minutes takes no place from others. Rejects when the
 * database cannot be had.
 */
export async function openSnapshot(databaseUrl: string): Promise<Snapshot> {
  const connection = await openConnection(databaseUrl, {
    applicationName: "keydesk-export",
    connectMsMax: exportBounds.connectMsMax,
    statementMsMax: exportBounds.totalMsMax,
    settings: {
      jit: "off",
      // A reader that is gone ends its query, also one that has not found its first row yet.
      client_connection_check_interval: "1000",
      // Between its statements this process may stall; its snapshot must not hold back the vacuum for ever.
      idle_in_transaction_session_timeout: "60000",
    },
  });
  try {
    await connection.query("SELECT set_config($1, $2, false)", [formulaSetting, formulaPattern()]);
    await connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  } catch (error) {
    closeConnection(connection);
    throw error;
  }
  return {
    async count(statement) {
      const { rows } = await connection.query<[unknown]>({
        text: statement.text,
        values: [...statement.values],
        rowMode: "array",
      });
      return Number(rows[0]?.[0] ?? 0);
    },
    async *copy(statement, frame, onRow = null) {
      yield* copyOut(connection, await inlineValues(connection, statement), frame, exportBounds, onRow);
    },
    close: () => closeConnection(connection),
  };
}
