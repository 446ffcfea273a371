import { Socket } from "node:net";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@/prisma/client/client";
import { setSession } from "@/prisma/session-settings";

export type Database = PrismaClient;
/** The client inside a transaction. */
export type Transaction = Parameters<Parameters<PrismaClient["$transaction"]>[0]>[0];

const socketsOf = new WeakMap<Database, Set<Socket>>();

/** What a pool is told of the database, and tells of it. */
export type PoolWatch = {
  /** While true, no connection is tried: it would only be waited for. */
  isAway(): boolean;
  /** A connection has failed. */
  doubt(): void;
};
const unwatched: PoolWatch = { isAway: () => false, doubt: () => undefined };

/** How long a caller waits for a connection and for the beginning of a transaction, and how long a transaction may take. */
export type Patience = {
  readonly waitMsMax: number;
  readonly transactionMsMax: number;
  /** How long a statement may take; half a minute, if left out. */
  readonly statementMsMax?: number;
  /** How long a statement waits for a lock that another transaction holds; as long as it may take, if left out. */
  readonly lockMsMax?: number;
};
// Who waits for a row keeps one of the connections that all accounts share: a revocation of very many tokens holds theirs for minutes.
const ofProduct: Patience = { waitMsMax: 5_000, transactionMsMax: 20_000, lockMsMax: 8_000 };

/** Opens a client with a pool of `connectionsMax` connections to PostgreSQL. The caller disconnects it. */
export function createDatabase(
  url: string,
  connectionsMax = 10,
  watch = unwatched,
  { waitMsMax, transactionMsMax, statementMsMax = 30_000, lockMsMax }: Patience = ofProduct,
): Database {
  const sockets = new Set<Socket>();
  const adapter = new PrismaPg({
    connectionString: url,
    max: connectionsMax,
    connectionTimeoutMillis: waitMsMax,
    idleTimeoutMillis: 30_000,
    statement_timeout: statementMsMax,
    ...(lockMsMax === undefined ? {} : { lock_timeout: lockMsMax }),
    // A network that lost the connection says nothing more, also not that the statement has timed out.
    query_timeout: statementMsMax + 1_000,
    keepAlive: true,
    // Waited for before the connection is used.
    onConnect: (client) => setSession(client, waitMsMax),
    stream: () => {
      const socket = new Socket();
      sockets.add(socket);
      socket.once("close", () => sockets.delete(socket));
      socket.once("error", watch.doubt);
      if (watch.isAway()) setImmediate(() => socket.destroy(silence()));
      return socket;
    },
  });
  const transactionOptions = { maxWait: waitMsMax, timeout: transactionMsMax };
  const db = new PrismaClient({ adapter, transactionOptions });
  socketsOf.set(db, sockets);
  return db;
}

/** Gives up all connections of a client, and what is under way on them: for a database that says nothing more. */
export function dropConnections(db: Database): void {
  for (const socket of socketsOf.get(db) ?? []) socket.destroy(silence());
}

const silence = () => Object.assign(new Error("the database says nothing"), { code: "ECONNRESET" });
