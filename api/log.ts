import { type DestinationStream, type Logger, pino } from "pino";
import { type LogOutput, openOutput } from "@/api/log-output";

/** What a request's line says of its verification. Ids and the verdict only. */
export type Outcome = {
  readonly verdict: string;
  readonly tokenId?: string | undefined;
  readonly gatewayId?: string | undefined;
  /** The row of an API client. */
  readonly clientId?: string | undefined;
};

/** What a line says of an error. What drivers put beside it (values of rows, parameters of statements) is left out. */
export type LoggedError = {
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string | undefined;
};

function describeError(error: unknown): LoggedError {
  const { type, message, stack, code } = pino.stdSerializers.err(toError(error)) as LoggedError;
  return { type, message, stack, code: code === undefined ? undefined : String(code) };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

const toldCauses = new WeakSet<object>();

/** True the first time that it is asked about an error: one failed statement may be the end of a thousand requests. */
export function isNewCause(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return true;
  if (toldCauses.has(error)) return false;
  toldCauses.add(error);
  return true;
}

/**
 * The API's log: JSON lines. What goes in is chosen field by field; addresses, headers and bodies are never among it, since each
 * can hold a token. The redaction stands behind that.
 */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service: "api" },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
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
  return pino(options, destination ?? openOutput());
}

/** Writes a line that is none of the log's between the log's own, and resolves when the system has taken it. */
export function writeLine(log: Logger, line: string): Promise<void> {
  const stream = (log as unknown as Record<symbol, DestinationStream & Partial<LogOutput>>)[
    pino.symbols.streamSym
  ]!;
  stream.write(`${line}\n`);
  return new Promise((resolve, reject) => {
    if (stream.flush === undefined) resolve();
    else stream.flush((error) => (error ? reject(error) : resolve()));
  });
}
