import { type Checkpoint, parseCheckpointText } from "@/domain/audit/log/checkpoint";
import { followHandovers } from "@/domain/audit/log/trusted-keys";
import {
  type GivenFile,
  readWhole,
  UnreadableFile,
  type VerifierCrypto,
} from "@/domain/audit/verify/given-file";
import { openHandovers } from "@/domain/audit/verify/given-handovers";
import {
  differenceFrom,
  handoverDetail,
  readToldLog,
  reportOfLog,
  type ToldLog,
} from "@/domain/audit/verify/log-report";
import { judgeNotes, type OutsideNotes, readOutsideNotes } from "@/domain/audit/verify/outside-notes";
import { readManifest } from "@/domain/audit/verify/read-manifest";
import {
  badFile,
  type FileProblem,
  type FileReport,
  readFile,
  uncheckedFile,
  type VerifyReport,
  verdictOf,
} from "@/domain/audit/verify/report";
import { type NoteOpener, openNotesWith } from "@/domain/audit/verify/signed-heads";
import { decodeSubtrees, skipsOfManifest } from "@/domain/audit/verify/skip-source";
import { decodeUtf8 } from "@/domain/audit/verify/utf8";
import { type RowsFinding, verifyRows } from "@/domain/audit/verify/verify-rows";
import type { Manifest } from "@/domain/export/manifest";

/** A whole log that is on its way, as JSON Lines: its manifest is there when all of its rows are. */
export type ArrivingLog = {
  /** Read once. */
  readonly file: GivenFile;
  readonly manifest: GivenFile;
  readonly logId: string;
  /** Checkpoints that were kept before, one in each file. */
  readonly checkpoints: readonly GivenFile[];
  /** Ed25519 public keys of 32 bytes. */
  readonly keys: readonly Uint8Array[];
  readonly crypto: VerifierCrypto;
  /** How much has been read by now. */
  onProgress(read: { readonly rows: number; readonly bytes: number }): void;
};

export type ArrivedLog = {
  readonly report: VerifyReport;
  /** The signed checkpoint of the manifest, to be kept when all is good. */
  readonly note: string | null;
};

/** What came behind the rows; `report`: why it cannot be held against them. */
type End = {
  readonly open: NoteOpener;
  readonly report: FileReport | null;
  readonly manifest: Manifest | null;
  readonly told: (ToldLog & { ok: true }) | null;
};

/**
 * Verifies a log while it arrives, so that nothing of it need be kept: the rules and words of `verifyFiles`. Rows are held against one
 * another from the first one on, and against the checkpoint at their end.
 */
export async function verifyArriving(input: ArrivingLog): Promise<ArrivedLog> {
  const { file, logId, crypto, keys } = input;
  const of = { file: file.name, what: "audit", format: "jsonl", manifest: input.manifest.name } as const;
  // By what they say: which keys may have signed them is told by the hand-overs in the manifest.
  const heads = (await Promise.all(input.checkpoints.map(readHead))).filter(
    (head): head is Checkpoint => head?.logId === logId,
  );
  let end: End = { open: openNotesWith(keys, [], crypto), report: null, manifest: null, told: null };
  let bytes = 0;
  let found: RowsFinding | FileReport;
  try {
    found = await verifyRows({
      file,
      format: "jsonl",
      checkpoint: { logId },
      known: heads,
      skips: skipsOfManifest([]),
      crypto,
      onBytes(count, rows) {
        bytes += count;
        input.onProgress({ rows, bytes });
      },
      async late() {
        end = await readEnd(input, of, end.open);
        if (end.told === null) return null;
        const { skips } = end.told.log;
        const [first] = Array.isArray(skips) ? skips : [];
        return { head: end.told.checkpoint, before: first === undefined ? [] : decodeSubtrees(first) };
      },
    });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    found = uncheckedFile(of, "unreadable", error.message);
  }
  const outside: OutsideNotes[] = [];
  const reports: FileReport[] = [];
  for (const one of input.checkpoints) {
    const read = await readOutsideNotes(one, end.open, (id) => id === logId);
    if ("checkpoints" in read) outside.push(read);
    else reports.push(read);
  }
  const known = outside.flatMap(({ checkpoints }) => checkpoints).filter((one) => one.logId === logId);
  const report = "verdict" in found ? found : judgeRows(of, found, end, known);
  const files = [report, ...outside.map((notes) => judgeNotes(notes, outside, [report])), ...reports];
  return {
    report: { verdict: verdictOf(files.map(({ verdict }) => verdict)), files },
    note: end.told?.log.checkpoint ?? null,
  };
}

type Named = Pick<FileReport, "file" | "what"> & Partial<FileReport>;

function judgeRows(
  of: Named,
  found: RowsFinding,
  { report, manifest, told }: End,
  known: readonly Checkpoint[],
): FileReport {
  if (told !== null && manifest !== null) return reportOfLog(of, found, manifest, told, known);
  const { rows, bytes, sha256 } = found;
  const read = { ...of, rows, bytes, sha256 };
  // Held against no checkpoint, rows can only be found bad.
  const problem = isOnlyWithoutEnd(found.problem) ? null : found.problem;
  if (problem !== null) return readFile({ ...read, problem });
  if (report !== null) return report;
  const difference = manifest === null ? null : differenceFrom(manifest, found);
  return readFile({ ...read, problem: difference, unchecked: [{ reason: "no_checkpoint" }] });
}

function isOnlyWithoutEnd(problem: FileProblem | null): boolean {
  return problem?.reason === "truncated" && problem.detail === undefined;
}

async function readEnd(
  { manifest: file, logId, keys, crypto }: ArrivingLog,
  of: Named,
  open: NoteOpener,
): Promise<End> {
  const none = { open, manifest: null, told: null };
  try {
    const read = await readManifest(file);
    if (!read.ok) {
      const report =
        read.reason === "malformed"
          ? badFile(of, "malformed", `Its manifest: ${read.detail}`)
          : uncheckedFile(of, read.reason, read.detail);
      return { ...none, report };
    }
    const { manifest } = read;
    const { log } = manifest;
    if (manifest.what !== "audit" || manifest.format !== "jsonl") {
      const detail = `Its manifest is of ${manifest.what} as ${manifest.format}.`;
      return { ...none, report: badFile(of, "not_as_exported", detail) };
    }
    if (log === null) return { ...none, manifest, report: null };
    if (log.logId !== logId)
      return { ...none, report: badFile(of, "wrong_log", "Its manifest is of another log.") };
    const handovers = await openHandovers(log.handovers ?? [], crypto);
    if (typeof handovers === "string") return { ...none, report: badFile(of, handovers, handoverDetail) };
    const linked = openNotesWith(keys, followHandovers(keys, handovers), crypto);
    const told = await readToldLog(manifest, log, linked, crypto);
    return told.ok
      ? { open: linked, manifest, told, report: null }
      : { ...none, open: linked, report: badFile(of, told.reason, told.detail) };
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return { ...none, report: uncheckedFile(of, "unreadable", `Its manifest: ${error.message}`) };
  }
}

const noteBytesMax = 65_536;

async function readHead(file: GivenFile): Promise<Checkpoint | null> {
  const bytes = await readWhole(file, noteBytesMax);
  const text = bytes === null ? null : decodeUtf8(bytes);
  return text === null ? null : parseCheckpointText(text.slice(0, text.indexOf("\n\n") + 1));
}
