import { type DestinationStream, pino } from "pino";

export type LogOutput = DestinationStream & {
  /** Calls back when the system has taken all lines so far, or with why it did not; they are tried again all the same. */
  flush(done?: (error?: Error) => void): void;
};

/** What a full disk, or a reader who has stopped, has not taken waits in memory up to here; later lines are lost. */
const waitingBytesMax = 16 * 1024 ** 2;
// Not synced to the disk: the driver's own flush in intervals would be, and wait with PostgreSQL for the same disk.
const buffered = {
  fd: 1,
  sync: false,
  minLength: 0,
  maxWrite: 131_072,
  maxLength: waitingBytesMax,
  contentMode: "buffer",
} as const;
/** Lines wait for others so long at most, and for so many bytes: a write wakes another thread up, which costs more than a line. */
const gatherMs = 10;
const gatherBytes = 16_384;
const chunkBytes = 65_536;
const retryMs = 250;

/**
 * Standard output. Lines become bytes at once, in a chunk that is written piece by piece: as texts they would outlive collections of
 * garbage while they wait, and pino's own buffer measures all that it holds at each line. What cannot be written stops nothing: a disk
 * that is full of logs must not end verification, nor keep a process that ends from ending.
 */
export function openOutput(): LogOutput {
  const output = pino.destination(buffered);
  const write = (bytes: Buffer) => output.write(bytes as never);
  let chunk = Buffer.allocUnsafeSlow(chunkBytes);
  /** What is not handed over yet stands from `start` to `end`. */
  let [start, end] = [0, 0];
  let timer: NodeJS.Timeout | null = null;
  /** Why the last write failed; null when all that waited is written. */
  let failing: NodeJS.ErrnoException | null = null;
  let triesAgain = false;
  let told: ((error?: Error) => void)[] = [];

  // At the end of the process, where pino asks for it too: what has just failed it would try for ever.
  const flushSync = output.flushSync.bind(output);
  output.flushSync = () => {
    if (failing === null) flushSync();
  };
  const tell = (error?: Error) => {
    const all = told;
    told = [];
    for (const done of all) done(error);
  };
  output.on("error", (error: NodeJS.ErrnoException) => {
    failing = error;
    tell(error);
    // It keeps what it could not write, and tries that first when it is given more.
    if (triesAgain) return;
    triesAgain = true;
    setTimeout(() => {
      triesAgain = false;
      write(Buffer.alloc(0));
    }, retryMs).unref();
  });
  output.on("drain", () => {
    failing = null;
    tell();
  });
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
      if (!done) return;
      // Nobody reads any more, and nobody will: pino takes lines from then on, and throws them away.
      if (failing?.code === "EPIPE") done(failing);
      else if (isWriting || failing !== null) told.push(done);
      else done();
    },
  };
}
