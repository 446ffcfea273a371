import { type DestinationStream, type Logger, pino } from "pino";

/** What a request's line says of its verification. Ids and the verdict only. */
export type Outcome = {
  readonly verdict: string;
  readonly tokenId?: string | undefined;
  readonly gatewayId?: string | undefined;
  /** The row of an API client. */
  readonly clientId?: string | undefined;
};

// Written in large pieces, since a line per request would be a system call per request; nothing waits longer than half a second.
const buffered = { fd: 1, sync: false, minLength: 16_000, periodicFlush: 500 } as const;

/**
 * The API's log: JSON lines. What goes in is chosen field by field; addresses, headers and bodies are never among it, since each
 * can hold a token. The redaction stands behind that.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service: "api" },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: [
        "authorization",
        "headers.authorization",
        "req.headers.authorization",
        "token",
        "secret",
        "body",
      ],
      censor: "[redacted]",
    },
  };
  return pino(options, destination ?? pino.destination(buffered));
}
