import { fromBase64 } from "@/domain/audit/log/base64";
import type { SkippedSubtree } from "@/domain/audit/log/row-verifier";
import { hashLength } from "@/domain/audit/log/tree-hasher";
import type { Digest, GivenFile } from "@/domain/audit/verify/given-file";
import { openRecords } from "@/domain/audit/verify/records";
import { parseStrictJson, StrictJsonError } from "@/domain/audit/verify/strict-json";
import { decodeUtf8 } from "@/domain/audit/verify/utf8";
import { type ManifestSkip, type ManifestSkipFile, skipSchema } from "@/domain/export/manifest";

/** Leaves that a file leaves out before the row `before`; null: after the last one. */
export type Skip = { readonly before: number | null; readonly subtrees: readonly SkippedSubtree[] };

/** The gaps of a file, in order, read as its rows are. */
export type SkipSource = {
  /** The next gap, as far as is read; null: none. `fill` first, whenever `isHungry`. */
  peek(): Skip | null;
  take(): void;
  isHungry(): boolean;
  fill(): Promise<void>;
  /** Once all are read: what of their own file is not as the manifest told; null: nothing. */
  difference(): string | null;
};

/** A file of gaps that is none: `line` is the first that is wrong. */
export class MalformedSkips extends Error {
  override readonly name = "MalformedSkips";
  constructor(readonly line: number) {
    super(`line ${line} of the file of gaps is none of Keydesk's`);
  }
}

/** Reads the gaps that no row came to, to their end; how many these were. */
export async function drainSkips(skips: SkipSource): Promise<number> {
  for (let left = 0; ; left++) {
    if (skips.isHungry()) await skips.fill();
    if (skips.peek() === null) return left;
    skips.take();
  }
}

/** The gaps that a manifest holds itself. */
export function skipsOfManifest(skips: readonly ManifestSkip[]): SkipSource {
  const ready = skips.map(decodeSkip);
  let at = 0;
  return {
    peek: () => ready[at] ?? null,
    take: () => at++,
    isHungry: () => false,
    fill: async () => undefined,
    difference: () => null,
  };
}

/** The gaps of a file beside the export, a few at a time; its bytes go through `digest`. */
export function skipsOfFile(file: GivenFile, told: ManifestSkipFile, digest: Digest): SkipSource {
  const chunks = file.chunks()[Symbol.asyncIterator]();
  const records = openRecords("lines");
  let ready: Skip[] = [];
  let at = 0;
  let [count, bytes] = [0, 0];
  let isOver = false;

  const readReady = () => {
    ready = [];
    at = 0;
    for (let record = records.next(); record !== null; record = records.next())
      ready.push(readSkip(record.bytes.subarray(record.start, record.end), record.line));
    count += ready.length;
    if (records.isTooLong()) throw new MalformedSkips(records.line());
  };

  return {
    peek: () => ready[at] ?? null,
    take: () => at++,
    isHungry: () => at >= ready.length && !isOver,
    async fill() {
      while (at >= ready.length && !isOver) {
        const next = await chunks.next();
        if (next.done) {
          isOver = true;
          if (records.isCutShort()) throw new MalformedSkips(records.line());
        } else {
          digest.update(next.value);
          bytes += next.value.length;
          records.push(next.value);
          readReady();
        }
      }
    },
    difference() {
      if (count !== told.count)
        return `Its file of gaps has ${count} lines, its manifest tells ${told.count}.`;
      if (bytes !== told.bytes)
        return `Its file of gaps has ${bytes} bytes, its manifest tells ${told.bytes}.`;
      return digest.hex() === told.sha256
        ? null
        : "The SHA-256 of its file of gaps is not the one that its manifest tells.";
    },
  };
}

function readSkip(bytes: Uint8Array, line: number): Skip {
  const text = decodeUtf8(bytes);
  if (text === null) throw new MalformedSkips(line);
  try {
    const read = skipSchema.safeParse(parseStrictJson(text));
    if (read.success) return decodeSkip(read.data);
  } catch (error) {
    if (!(error instanceof StrictJsonError)) throw error;
  }
  throw new MalformedSkips(line);
}

function decodeSkip(skip: ManifestSkip): Skip {
  return { before: skip.before, subtrees: decodeSubtrees(skip) };
}

/** The subtrees that a manifest names for a gap. One whose root is no hash is refused where it is to be appended. */
export function decodeSubtrees({ subtrees }: ManifestSkip): SkippedSubtree[] {
  return subtrees.map(([level, root]) => ({
    level,
    root: fromBase64(root) ?? new Uint8Array(hashLength - 1),
  }));
}
