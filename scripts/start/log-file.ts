import { closeSync, fstatSync, mkdirSync, openSync, readSync, statSync, truncateSync } from "node:fs";
import path from "node:path";

const bytesMax = 10_000_000;

/** Opens a log for a child to append to; one that has grown too long begins anew. The caller closes it. */
export function openLog(file: string): number {
  mkdirSync(path.dirname(file), { recursive: true });
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > bytesMax) truncateSync(file);
  return openSync(file, "a", 0o600);
}

/** What was written to a log after its first `start` bytes; at most the last 100 kB. */
export function readLogFrom(file: string, start: number): string {
  const handle = openSync(file, "r");
  try {
    const { size } = fstatSync(handle);
    const from = Math.min(size, Math.max(start, size - 100_000));
    const buffer = Buffer.alloc(size - from);
    readSync(handle, buffer, 0, buffer.length, from);
    return buffer.toString("utf8");
  } finally {
    closeSync(handle);
  }
}
