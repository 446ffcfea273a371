import type { Connection } from "@/prisma/connection";

/** The parts of the driver's socket and protocol that a COPY needs; its types leave them out. */
type Wire = { query(text: string): void; readonly stream: { pause(): void; resume(): void } };

/** What goes around each row. */
export type RowFrame = {
  readonly beforeFirst: string;
  readonly beforeOthers: string;
  readonly after: string;
};

/** Bytes of a file, and how many rows ended in it. */
export type CopiedPiece = { readonly bytes: Buffer; readonly rows: number };

/** Pieces come in this size, and the last one smaller: few enough to hash and send at once, many rows in each. */
const pieceBytes = 65_536;

/** What FORMAT binary begins with, which no text does: this, 4 bytes of flags and 4 that say how long an extension is, none so far. */
const signature = Buffer.from("PGCOPY\n\xff\r\n\0", "latin1");
const binaryHead = { file: signature.length + 8, row: 6, end: 2 } as const;

/**
 * Runs `COPY (…) TO STDOUT` and gives its rows as bytes, each as PostgreSQL writes it, its line's end taken off and `frame` put around
 * it. In FORMAT binary the statement has one column, never null, whose bytes are the row: the server looks for no signs to escape.
 * The socket is read only as fast as the pieces are taken: the server itself waits for a slow reader. Rejects when the server says
 * nothing for `silentMsMax`, or breaks off; a reader that stops early must close the connection. `onRow` sees each row's bytes,
 * which are the driver's and good for the call only.
 */
export async function* copyOut(
  connection: Connection,
  text: string,
  frame: RowFrame,
  limits: { readonly totalMsMax: number; readonly silentMsMax: number },
  onRow: ((row: Buffer) => void) | null = null,
): AsyncGenerator<CopiedPiece, void, undefined> {
  const [first, others, after] = [frame.beforeFirst, frame.beforeOthers, frame.after].map((part) =>
    Buffer.from(part, "utf8"),
  ) as [Buffer, Buffer, Buffer];
  const frameBytes = Math.max(first.length, others.length) + after.length;
  let ready: CopiedPiece[] = [];
  let piece = Buffer.allocUnsafe(pieceBytes);
  let [filled, rows] = [0, 0];
  let before = first;
  let isBinary: boolean | null = null;
  const outcome: { ended: boolean; error: Error | null } = { ended: false, error: null };
  let wire: Wire | null = null;
  let wake: () => void = () => undefined;

  const end = (error: Error | null) => {
    outcome.error ??= error;
    outcome.ended = true;
    wake();
  };
  const flush = (nextBytes: number) => {
    if (filled > 0) ready.push({ bytes: piece.subarray(0, filled), rows });
    piece = Buffer.allocUnsafe(Math.max(pieceBytes, nextBytes));
    [filled, rows] = [0, 0];
  };
  const put = (bytes: Buffer, start: number, stop: number) => {
    bytes.copy(piece, filled, start, stop);
    filled += stop - start;
  };
  connection.query({
    // The driver's own bound, which would end the whole after the time of one statement.
    query_timeout: limits.totalMsMax,
    submit(submitted: unknown) {
      wire = submitted as Wire;
      wire.query(text);
    },
    handleCopyData({ chunk }: { chunk: Buffer }) {
      // The server sends one row at a time, the head of a binary file with the first one, its end alone.
      let start = 0;
      if (isBinary === null) {
        isBinary = chunk.subarray(0, signature.length).equals(signature);
        if (isBinary) start = binaryHead.file;
      }
      if (isBinary) {
        if (chunk.length - start === binaryHead.end) return;
        start += binaryHead.row;
        if (chunk.length <= start) return end(new Error("a row of nothing"));
      }
      const stop = isBinary ? chunk.length : chunk.length - 1;
      // Taken at once: the driver uses the buffer again for what comes next.
      const needed = stop - start + frameBytes;
      if (filled + needed > piece.length) {
        flush(needed);
        wire?.stream.pause();
        wake();
      }
      onRow?.(start === 0 ? chunk : chunk.subarray(start));
      put(before, 0, before.length);
      put(chunk, start, stop);
      put(after, 0, after.length);
      before = others;
      rows += 1;
    },
    handleRowDescription: () => undefined,
    handleDataRow: () => undefined,
    handleCommandComplete: () => undefined,
    handleReadyForQuery: () => end(null),
    handleError: (error: Error) => end(error),
  } as never);

  for (;;) {
    if (ready.length > 0) {
      const taken = ready;
      ready = [];
      yield* taken;
      continue;
    }
    if (outcome.ended) break;
    await new Promise<void>((resolve, reject) => {
      const silent = setTimeout(() => reject(new Error("the database says nothing")), limits.silentMsMax);
      wake = () => {
        clearTimeout(silent);
        resolve();
      };
      (wire as Wire | null)?.stream.resume();
    });
  }
  // It may have been left paused, and the connection's next statement wants its answer.
  (wire as Wire | null)?.stream.resume();
  if (outcome.error !== null) throw outcome.error;
  flush(0);
  yield* ready;
}
