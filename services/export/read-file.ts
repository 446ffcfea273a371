import type { ExportFormat } from "@/domain/export/formats";
import { byteOrderMark } from "@/domain/text/csv-line";
import { Prisma } from "@/prisma/client/client";
import type { CopiedPiece } from "@/prisma/copy-out";
import { copySql, framingOf } from "@/services/export/line-sql";
import { openSnapshot } from "@/services/export/snapshot";
import type { ExportSource } from "@/services/export/source";

/** A file that PostgreSQL has begun to write. */
export type FileInWriting = {
  /** How many rows it holds. */
  readonly expected: number;
  /** The file in pieces, read as they are taken. Throws when it cannot be brought to its end. */
  readonly pieces: AsyncGenerator<CopiedPiece, void, undefined>;
  /** Ends the database's work, wherever it is. Call it in any case. */
  close(): void;
};

/**
 * Opens a file: all of a source from one snapshot. When this resolves the statement has begun to answer: what can fail at once, has
 * failed before a byte leaves.
 * @param onRow sees each row's bytes; good for the call only
 */
export async function openFile(
  databaseUrl: string,
  source: ExportSource,
  { format, marked }: { readonly format: ExportFormat; readonly marked: boolean },
  onRow: ((row: Buffer) => void) | null = null,
): Promise<FileInWriting> {
  const snapshot = await openSnapshot(databaseUrl);
  try {
    const expected = await snapshot.count(Prisma.sql`SELECT count(*) ${source.countFrom ?? source.from}`);
    const framing = framingOf(format, source.columns);
    const rows = snapshot.copy(copySql(format, source), framing, onRow);
    const first = await rows.next();
    const head = Buffer.from((marked ? byteOrderMark : "") + framing.head, "utf8");
    const tail = Buffer.from(framing.tail, "utf8");
    return {
      expected,
      pieces: inOrder(head, first.done ? null : first.value, rows, tail),
      close: snapshot.close,
    };
  } catch (error) {
    snapshot.close();
    throw error;
  }
}

/** The file of a source that has no rows, without a look at the database. */
export function emptyFile(
  { columns }: Pick<ExportSource, "columns">,
  { format, marked }: { readonly format: ExportFormat; readonly marked: boolean },
): Buffer {
  const { head, tail } = framingOf(format, columns);
  return Buffer.from((marked ? byteOrderMark : "") + head + tail, "utf8");
}

async function* inOrder(
  head: Buffer,
  first: CopiedPiece | null,
  rest: AsyncGenerator<CopiedPiece, void, undefined>,
  tail: Buffer,
): AsyncGenerator<CopiedPiece, void, undefined> {
  if (head.length > 0) yield { bytes: head, rows: 0 };
  if (first !== null) yield first;
  yield* rest;
  if (tail.length > 0) yield { bytes: tail, rows: 0 };
}
