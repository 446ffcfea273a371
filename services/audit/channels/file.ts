import { createHash } from "node:crypto";
import { type FileHandle, open } from "node:fs/promises";
import { hostname } from "node:os";
import { z } from "zod";
import { deliveryLine } from "@/services/audit/channels/next-deliveries";
import { type Channel, ChannelFailure, type Held } from "@/services/audit/channels/send-pending";

const line = z.object({ number: z.number().int().positive(), note: z.string() });
/** Longer than any line of ours. */
const tailBytes = 65_536;

/**
 * A file that checkpoints are appended to, a line of JSON each, and synced to the disk. It is its own memory: after a crash it goes on
 * behind its last whole line. An empty one (rotated away) goes on where the one before ended.
 */
export function fileChannel(path: string): Channel {
  const place = createHash("sha256").update(`${hostname()} ${path}`).digest("hex").slice(0, 16);
  return {
    id: `file:${place}`,
    name: "file",
    last: () => inFile(path, async (file) => lastOf((await readTail(file)).lines)),
    send: (delivery) =>
      inFile(path, async (file) => {
        // What a crash left of a line gets an end of its own.
        const { isCut } = await readTail(file);
        await file.appendFile(`${isCut ? "\n" : ""}${deliveryLine(delivery)}\n`);
        await file.sync();
      }),
  };
}

async function inFile<T>(path: string, work: (file: FileHandle) => Promise<T>): Promise<T> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "a+", 0o640);
    return await work(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === undefined) throw error;
    throw new ChannelFailure(`The file cannot be written (${code}).`);
  } finally {
    await file?.close();
  }
}

async function readTail(file: FileHandle): Promise<{ lines: string[]; isCut: boolean }> {
  const { size } = await file.stat();
  const length = Math.min(size, tailBytes);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
  const text = buffer.toString("utf8");
  return { lines: text.split("\n").slice(0, -1), isCut: text !== "" && !text.endsWith("\n") };
}

function lastOf(lines: readonly string[]): Held | null {
  for (const text of lines.toReversed()) {
    try {
      return line.parse(JSON.parse(text));
    } catch {
      // Half of a line, as a crash leaves it: the one before it counts.
    }
  }
  return null;
}
