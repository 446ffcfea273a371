import { Prisma } from "@/prisma/client/client";

// Prisma's: cannot reach, timed out connecting, operation timed out, connection closed, no connection or transaction in time.
const prismaCodes = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);
const adapterKinds = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
  "TooManyConnections",
]);
// PostgreSQL's: shutting down, crashed, starting up, connection exceptions, its disk is full, it was set to read only, as hosts of
// databases do before the disk is. And what sockets say.
const systemCodes = /^(?:57P0[123]|08...|53100|25006|ECONN(?:REFUSED|RESET)|EPIPE|ETIMEDOUT)$/;
// "… is not queryable": the connection failed in the middle of a transaction, between two of its statements.
const driverMessages =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client .* is not queryable$)/;

/**
 * True when a failure says that the database is away, full or takes no changes, not that a statement is wrong. Whether a commit that was under way
 * happened is then open: the caller must be told to try again (503), never that it is done (RFC 7009 §2.2.1).
 */
export function isDatabaseAway(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    return prismaCodes.has(error.code) || systemCodes.test(error.code) || isAwayCause(error.meta);
  }
  if (!(error instanceof Error)) return false;
  return driverMessages.test(error.message) || ("code" in error && systemCodes.test(String(error.code)));
}

// Raw statements are all P2010; the adapter's cause says more.
function isAwayCause(meta: Record<string, unknown> | undefined): boolean {
  const cause = (
    meta?.driverAdapterError as { cause?: { kind?: unknown; originalCode?: unknown } } | undefined
  )?.cause;
  return adapterKinds.has(String(cause?.kind)) || systemCodes.test(String(cause?.originalCode));
}
