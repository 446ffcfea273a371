import { write, writeSync } from "node:fs";
import type { DestinationStream } from "pino";

export type LogOutput = DestinationStream & {
  /** Calls back when the system has taken all lines so far, or with why it did not; they are tried again all the same. */
  flush(done?: (error?: Error) => void): void;
};

/** Lines wait for others so long at most, and for so many bytes: a write wakes another thread up, which costs more than a line. */
const gatherMs = 10;
const gatherBytes = 16_384;
const chunkBytes = 65_536;
const writeBytesMax = 131_072;
/** What a full disk, or a reader who has stopped, has not taken waits in memory up to here; later lines are lost. */
const waitingBytesMax = 16 * 1024 ** 2;
const retryMs = 250;
/** At the end of the process a slow reader gets this long. */
const lastWaitsMax = 20;

/**
 * The log's lines on a file descriptor. They become bytes at once, in a chunk that is written piece by piece: as texts they would
 * outlive collections of garbage while they wait. What cannot be written stops nothing: a disk that is full of logs must not end
 * verification, nor keep a process that ends from ending. Never synced to the disk: it would wait with PostgreSQL for the same one.
 */
export function openOutput(fd = 1): LogOutput {
  let chunk = Buffer.allocUnsafeSlow(chunkBytes);
  /** What is not handed over yet stands from `start` to `end`. */
  let [start, end] = [0, 0];
  let gathering: NodeJS.Timeout | null = null;
  let waiting: Buffer[] = [];
  let [waitingBytes, isWriting] = [0, false];
  /** Why lines are lost now; over when all that waits is written. */
  let losing: Error | null = null;
  let isLeft = false;
  let told: ((error?: Error) => void)[] = [];

  const tell = (error?: Error) => {
    const all = told;
    told = [];
    for (const done of all) done(error);
  };
  const hold = (piece: Buffer) => {
    if (waitingBytes + piece.length > waitingBytesMax)
      losing ??= new Error("too many lines wait to be written");
    if (losing !== null) return;
    waiting.push(piece);
    waitingBytes += piece.length;
    writeOn();
  };
  const handOver = () => {
    if (gathering !== null) clearTimeout(gathering);
    gathering = null;
    if (start === end) return;
    const piece = chunk.subarray(start, end);
    start = end;
    hold(piece);
  };
  const take = (): Buffer => {
    let [count, bytes] = [0, 0];
    while (count < waiting.length && (count === 0 || bytes + waiting[count]!.length <= writeBytesMax))
      bytes += waiting[count++]!.length;
    const taken = waiting.splice(0, count);
    return taken.length === 1 ? taken[0]! : Buffer.concat(taken, bytes);
  };
  const writeOn = () => {
    if (isWriting) return;
    if (waiting.length === 0) {
      if (!isLeft) losing = null;
      tell();
      return;
    }
    isWriting = true;
    const bytes = take();
    write(fd, bytes, (error, written) => {
      const rest = bytes.subarray(error ? 0 : written);
      waitingBytes -= bytes.length - rest.length;
      if (rest.length > 0) waiting.unshift(rest);
      if (error === null) {
        isWriting = false;
        writeOn();
        return;
      }
      // Nobody reads any more, and nobody will.
      if (error.code === "EPIPE") [isLeft, losing, waiting, waitingBytes] = [true, error, [], 0];
      if (error.code !== "EAGAIN") tell(error);
      setTimeout(() => {
        isWriting = false;
        writeOn();
      }, retryMs).unref();
    });
  };
  process.once("exit", () => {
    handOver();
    writeLast(fd, waiting);
  });
  return {
    write(line) {
      const bytesMax = line.length * 3;
      if (bytesMax > chunkBytes - end) {
        handOver();
        if (bytesMax > chunkBytes) {
          hold(Buffer.from(line));
          return;
        }
        // The one before may still be on its way out.
        chunk = Buffer.allocUnsafeSlow(chunkBytes);
        start = 0;
        end = 0;
      }
      end += chunk.write(line, end);
      if (end - start >= gatherBytes) handOver();
      else gathering ??= setTimeout(handOver, gatherMs);
    },
    flush(done) {
      handOver();
      if (losing !== null) {
        done?.(losing);
        return;
      }
      if (done) told.push(done);
      writeOn();
    },
  };
}

/** What is left as the process ends; what does not go out is given up. */
function writeLast(fd: number, waiting: readonly Buffer[]): void {
  let bytes = Buffer.concat(waiting);
  for (let waits = 0; bytes.length > 0 && waits < lastWaitsMax; ) {
    try {
      bytes = bytes.subarray(writeSync(fd, bytes));
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) return;
      waits += 1;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
}
