import { createHash } from "node:crypto";
import type { Database } from "@/prisma/client-factory";
import { ExportEnded, endEarly, finishExport } from "@/services/export/end-export";
import type { EarlyEnd, ExportFacts } from "@/services/export/export-row";
import type { FileInWriting } from "@/services/export/read-file";
import type { RowsProof } from "@/services/export/rows-proof";

/** An export under way: its file, and how to end it. */
export type OpenExport = {
  readonly id: string;
  readonly file: string;
  /** How many rows it holds. */
  readonly expected: number;
  /**
   * The file in pieces, read as they are taken. The last one is given only when the manifest is kept: whoever has the whole file finds it.
   * Throws when it cannot be brought to its end.
   */
  readonly pieces: AsyncGenerator<Buffer, void, undefined>;
  /** Ends the database's work at once, wherever it is. Call it in any case. */
  close(): void;
};

/** How often a running export says how far it is, and asks whether it shall go on. */
const beatMs = 1_000;

type Delivery = {
  readonly db: Database;
  readonly now: () => Date;
  readonly facts: ExportFacts;
  readonly file: FileInWriting;
  /** What proves the rows, and is made beside them; null: nothing is to be proven. */
  readonly proof: RowsProof | null;
  /** It has no event of its own where it comes to its end. */
  readonly isCovered?: boolean;
};

/** Hashes and counts a file as it goes by, keeps its row up to date, and ends it truthfully, whatever its end is. */
export function deliver({ db, now, facts, file, proof, isCovered = false }: Delivery): OpenExport {
  const hash = createHash("sha256");
  let [rows, bytes] = [0, 0];
  let isLeft = false;
  let isBegun = false;
  const where = { id: facts.id, accountId: facts.account.id, status: "running" };
  const beat = setInterval(async () => {
    // A beat that fails changes nothing: the next one, or the end, tells.
    const told = await db.export
      .updateMany({ where, data: { rows, bytes, seenAt: now() } })
      .catch(() => ({ count: 1 }));
    if (told.count === 0) file.close();
  }, beatMs);
  beat.unref();
  // Where this cannot be written either, the clean-up finds the row.
  const endAs = (why: EarlyEnd) =>
    db.$transaction((tx) => endEarly(tx, facts, why, { rows, bytes }, now())).catch(() => undefined);
  const close = () => {
    isLeft = true;
    clearInterval(beat);
    file.close();
    // A generator that was never asked has no end of its own.
    if (!isBegun) void endAs("reader_left");
    isBegun = true;
  };

  async function* pieces(): AsyncGenerator<Buffer, void, undefined> {
    isBegun = true;
    let isWhole = false;
    let failure: unknown = null;
    let held: Buffer | null = null;
    try {
      for await (const piece of file.pieces) {
        if (held !== null) yield held;
        held = piece.bytes;
        hash.update(piece.bytes);
        rows += piece.rows;
        bytes += piece.bytes.length;
        await proof?.keepUp();
      }
      // What is left to do needs no snapshot.
      file.close();
      if (rows !== file.expected) throw new Error(`${rows} of ${file.expected} rows were read`);
      const { id, account, actor, what, format, filter, createdAt } = facts;
      const manifest = {
        version: 1 as const,
        product: "keydesk" as const,
        id,
        what,
        format,
        file: facts.file,
        filter,
        account,
        exportedBy: actor,
        exportedAt: createdAt.toISOString(),
        rows,
        bytes,
        sha256: hash.digest("hex"),
        log: proof === null ? null : await proof.finish(),
      };
      await finishExport(db, facts, manifest, now(), isCovered);
      isWhole = true;
      if (held !== null) yield held;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      clearInterval(beat);
      file.close();
      if (!isWhole) await proof?.stop();
      if (!isWhole && !(failure instanceof ExportEnded))
        await endAs(failure === null || isLeft ? "reader_left" : "failed");
    }
  }
  return { id: facts.id, file: facts.file, expected: file.expected, pieces: pieces(), close };
}
