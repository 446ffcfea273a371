import { type DestinationStream, type Logger, pino } from "pino";

/** What a request's line says of its verification. Ids and the verdict only. */
export type Outcome = {
  readonly verdict: string;
  readonly tokenId?: string | undefined;
  readonly gatewayId?: string | undefined;
  /** The row of an API client. */
  readonly clientId?: string | undefined;
};

// Not synced to the disk: the driver's own flush in intervals would be, and wait with PostgreSQL for the same disk.
const buffered = { fd: 1, sync: false, minLength: 0, maxWrite: 131_072, contentMode: "buffer" } as const;
/** Lines wait for others so long at most, and for so many bytes: a write wakes another thread up, which costs more than a line. */
const gatherMs = 10;
const gatherBytes = 16_384;
const chunkBytes = 65_536;

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
  const stream = (log as unknown as Record<symbol, DestinationStream & Partial<Flushable>>)[
    pino.symbols.streamSym
  ]!;
  stream.write(`${line}\n`);
  return new Promise((resolve, reject) => {
    if (stream.flush === undefined) resolve();
    else stream.flush((error) => (error ? reject(error) : resolve()));
  });
}

type Flushable = { flush(done?: (error?: Error) => void): void };

/**
 * Standard output. Lines become bytes at once, in a chunk that is written piece by piece: as texts they would outlive collections of
 * garbage while they wait, and pino's own buffer measures all that it holds at each line.
 */
function openOutput(): DestinationStream & Flushable {
  const output = pino.destination(buffered);
  const write = (bytes: Buffer) => output.write(bytes as never);
  let chunk = Buffer.allocUnsafeSlow(chunkBytes);
  /** What is not handed over yet stands from `start` to `end`. */
  let [start, end] = [0, 0];
  let timer: NodeJS.Timeout | null = null;
  const handOver = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (start === end) return;
    write(chunk.subarray(start, end));
    start = end;
  };
  process.once("exit", () => {
    handOver();
    output.flushSync();
  });
  return {
    write(line) {
      const bytesMax = line.length * 3;
      if (bytesMax > chunkBytes - end) {
        handOver();
        if (bytesMax > chunkBytes) {
          write(Buffer.from(line));
          return;
        }
        // The one before may still be on its way out.
        chunk = Buffer.allocUnsafeSlow(chunkBytes);
        start = 0;
        end = 0;
      }
      end += chunk.write(line, end);
      if (end - start >= gatherBytes) handOver();
      else timer ??= setTimeout(handOver, gatherMs);
    },
    flush(done) {
      // pino's own flush waits for nothing where nothing is buffered; what was just handed over is done when it drains.
      const isWriting = start !== end;
      handOver();
      if (isWriting && done) output.once("drain", () => done());
      else done?.();
    },
  };
}
