import { Socket } from "node:net";
import pg from "pg";
import { sessionSettings, settingStatements } from "@/prisma/session-settings";

/** One connection of our own, beside Prisma's pool, for statements that run thousands of times a second. */
export type Connection = pg.Client;

/** Has a statement's values come as the text that the server sent: who reads thousands of rows a second reads what it needs. */
export const asText = { getTypeParser: () => (text: string) => text };

/** A timestamp in the server's text. */
export const readTimestamp: (text: string) => Date = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ);
const textArray = 1009;
/** An array of text in the server's text. */
export const readTextArray: (text: string) => string[] = pg.types.getTypeParser(textArray as never);

export type ConnectionOptions = {
  readonly applicationName: string;
  readonly connectMsMax: number;
  /** Held by the server; the client itself gives up half a second later, so that a silent network cannot hold a request. */
  readonly statementMsMax: number;
  /** True where who uses the connection gives up by a clock of its own. */
  readonly hasOwnClock?: boolean;
  /** Settings of the session, by name. The code's own, never input: they are not escaped. */
  readonly settings: Readonly<Record<string, string>>;
};

/**
 * Opens a connection to the primary. Rejects when it cannot be had in time, or when the server is a standby: it may lag,
 * and a decision must rest on what is committed.
 */
export async function openConnection(url: string, options: ConnectionOptions): Promise<Connection> {
  const query_timeout = options.statementMsMax + 500;
  const socket = new Socket();
  const client = new pg.Client({
    stream: () => socket,
    connectionString: url,
    application_name: options.applicationName,
    connectionTimeoutMillis: options.connectMsMax,
    ...(options.hasOwnClock ? {} : { query_timeout }),
    keepAlive: true,
  });
  sockets.set(client, socket);
  // A lost connection also rejects the query under way, which is where it is reported.
  client.on("error", () => undefined);
  await client.connect();
  try {
    const settings = {
      statement_timeout: String(options.statementMsMax),
      ...sessionSettings,
      ...options.settings,
    };
    await client.query({ text: settingStatements(settings), query_timeout } as pg.QueryConfig);
    const standby = await client.query<{ standby: boolean }>({
      text: "SELECT pg_is_in_recovery() AS standby",
      query_timeout,
    } as pg.QueryConfig);
    if (standby.rows[0]?.standby !== false) throw new Error("the database is a standby");
    return client;
  } catch (error) {
    closeConnection(client);
    throw error;
  }
}

const sockets = new WeakMap<Connection, Socket>();

/** How much the server has said so far. */
export function countBytesRead(connection: Connection): number {
  return sockets.get(connection)?.bytesRead ?? 0;
}

/** Lets a connection go without waiting for the server. */
export function closeConnection(client: Connection): void {
  client.end().catch(() => undefined);
}
