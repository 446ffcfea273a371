import type { Connection } from "@/prisma/connection";

/** The parts of the driver's socket and protocol that a COPY needs; its types leave them out. */
type Wire = { query(text: string): void; readonly stream: { pause(): void; resume(): void } };

/** Rows that wait for the reader before the socket is left alone; those of the piece under way come on top. */
const waitingMax = 64;

/**
 * Runs `COPY (…) TO STDOUT` and gives its rows, each as PostgreSQL writes it in its text format without the line's end. The socket
 * is read only as fast as the rows are taken: the server itself waits for a slow reader. Rejects when the server says nothing
 * for `silentMsMax`, or breaks off; a reader that stops early must close the connection.
 */
export async function* copyOut(
  connection: Connection,
  text: string,
  limits: { readonly totalMsMax: number; readonly silentMsMax: number },
): AsyncGenerator<readonly string[], void, undefined> {
  let rows: string[] = [];
  const outcome: { ended: boolean; error: Error | null } = { ended: false, error: null };
  let wire: Wire | null = null;
  let wake: () => void = () => undefined;

  const end = (error: Error | null) => {
    outcome.error ??= error;
    outcome.ended = true;
    wake();
  };
  connection.query({
    // The driver's own bound, which would end the whole after the time of one statement.
    query_timeout: limits.totalMsMax,
    submit(submitted: unknown) {
      wire = submitted as Wire;
      wire.query(text);
    },
    handleCopyData({ chunk }: { chunk: Buffer }) {
      // Read at once: the driver uses the buffer again for what comes next.
      rows.push(chunk.toString("utf8", 0, chunk.length - 1));
      if (rows.length === waitingMax) wire?.stream.pause();
      wake();
    },
    handleRowDescription: () => undefined,
    handleDataRow: () => undefined,
    handleCommandComplete: () => undefined,
    handleReadyForQuery: () => end(null),
    handleError: (error: Error) => end(error),
  } as never);

  for (;;) {
    if (rows.length > 0) {
      const taken = rows;
      rows = [];
      yield taken;
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
  if (outcome.error !== null) throw outcome.error;
}
