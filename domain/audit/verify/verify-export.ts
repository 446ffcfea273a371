import type { Checkpoint } from "@/domain/audit/log/checkpoint";
import type { NoteProblem } from "@/domain/audit/log/note";
import { countRows } from "@/domain/audit/verify/count-rows";
import { type GivenFile, UnreadableFile, type VerifierCrypto } from "@/domain/audit/verify/given-file";
import {
  differenceFrom,
  handoverDetail,
  proofOf,
  readToldLog,
  reportOfLog,
} from "@/domain/audit/verify/log-report";
import { peekLog } from "@/domain/audit/verify/peek-log";
import {
  badFile,
  type FileProblem,
  type FileReport,
  readFile,
  type Unchecked,
  uncheckedFile,
} from "@/domain/audit/verify/report";
import type { NoteOpener, TrustedCheckpoint } from "@/domain/audit/verify/signed-heads";
import {
  drainSkips,
  MalformedSkips,
  type SkipSource,
  skipsOfFile,
  skipsOfManifest,
} from "@/domain/audit/verify/skip-source";
import type { FindBeside, GivenManifest, GivenRows } from "@/domain/audit/verify/sort-given";
import { verifyRows } from "@/domain/audit/verify/verify-rows";
import type { ManifestLog } from "@/domain/export/manifest";

/** What an export is held against. */
export type ExportContext = {
  /** That of its manifest, signed by a trusted key; null: there is none. */
  readonly checkpoint: TrustedCheckpoint | null;
  /** Signed checkpoints of the same log, from other exports and from outside. */
  readonly known: readonly Checkpoint[];
  /** All that were given from outside, of any log. */
  readonly outside: readonly TrustedCheckpoint[];
  readonly gaps: readonly GivenFile[];
  /** What is wrong with hand-overs that came with its manifest; null: nothing. */
  readonly handoverProblem: NoteProblem | null;
  readonly open: NoteOpener;
  readonly crypto: VerifierCrypto;
  readonly findBeside: FindBeside;
  onProgress(file: GivenFile, bytes: number, rows: number): void;
};

/** Verifies one file of rows. */
export async function verifyExport(given: GivenRows, context: ExportContext): Promise<FileReport> {
  const of = {
    file: given.file.name,
    what: given.manifest?.manifest.what ?? "unknown",
    format: given.format,
  } as const;
  try {
    if (given.manifest === null) return await verifyBare(given, context);
    const named = { ...of, manifest: given.manifest.file.name };
    const { manifest } = given.manifest;
    if (manifest.format !== given.format)
      return badFile(
        named,
        "not_as_exported",
        `It is ${given.format}, its manifest is of a file that is ${manifest.format}.`,
      );
    if (manifest.what !== "audit" || manifest.log === null || manifest.log.skips === null)
      return await verifyDigest(given, given.manifest, named, context);
    return await verifyLog(given, given.manifest, manifest.log, named, context);
  } catch (error) {
    if (error instanceof UnreadableFile) return uncheckedFile(of, "unreadable", error.message);
    throw error;
  }
}

type Named = Pick<FileReport, "file" | "what" | "format"> & Partial<FileReport>;

// Without a manifest: against the longest checkpoint from outside of the log that its first row names.
async function verifyBare({ file, format }: GivenRows, context: ExportContext): Promise<FileReport> {
  const peeked = await peekLog(file, format);
  const of = { file: file.name, what: peeked.logId === null ? "unknown" : "audit", format } as const;
  if (peeked.logId === null && !peeked.isBroken)
    return uncheckedFile(of, peeked.isEmpty ? "no_rows" : "no_manifest");
  const ours = context.outside.filter(({ logId }) => logId === peeked.logId);
  const longest = ours.reduce<TrustedCheckpoint | null>(
    (most, one) => (most !== null && most.size >= one.size ? most : one),
    null,
  );
  // Held against no checkpoint, it can only be found bad: such a log has no end.
  const endless = { logId: peeked.logId ?? "", size: Number.MAX_SAFE_INTEGER, root: new Uint8Array(32) };
  const found = await verifyRows({
    file,
    format,
    checkpoint: longest ?? endless,
    known: longest === null ? [] : ours,
    skips: skipsOfManifest([]),
    crypto: context.crypto,
    onBytes: (bytes, rows) => context.onProgress(file, bytes, rows),
  });
  const { rows, bytes, sha256 } = found;
  const read = { ...of, rows, bytes, sha256 };
  const { problem } = found;
  const isOnlyEndless = longest === null && problem?.reason === "truncated" && problem.detail === undefined;
  if (problem !== null && !isOnlyEndless) {
    // What comes after the last checkpoint that was given is not known to be wrong.
    if (problem.reason === "unsealed")
      return uncheckedFile(
        read,
        "no_checkpoint",
        `From row ${problem.row} on, no checkpoint given signs it.`,
      );
    return readFile({ ...read, problem });
  }
  if (longest === null) return uncheckedFile(read, "no_manifest");
  return readFile({ ...read, proof: proofOf(longest, 1, null, ours) });
}

// What is no audit log, or not proven to be in it: the manifest's count and SHA-256, and no more.
async function verifyDigest(
  { file, format }: GivenRows,
  { manifest }: GivenManifest,
  of: Named,
  context: ExportContext,
): Promise<FileReport> {
  const found = await countRows(file, format, context.crypto, (bytes, rows) =>
    context.onProgress(file, bytes, rows),
  );
  const problem = found.problem ?? differenceFrom(manifest, found);
  const unchecked: Unchecked[] =
    manifest.what === "audit" ? [{ reason: manifest.log === null ? "no_checkpoint" : "no_inclusion" }] : [];
  return readFile({ ...of, ...found, problem, unchecked });
}

async function verifyLog(
  { file, format }: GivenRows,
  given: GivenManifest,
  log: ManifestLog,
  of: Named,
  context: ExportContext,
): Promise<FileReport> {
  const { crypto } = context;
  if (context.handoverProblem !== null) return badFile(of, context.handoverProblem, handoverDetail);
  const told = await readToldLog(given.manifest, log, context.open, crypto);
  if (!told.ok) return badFile(of, told.reason, told.detail);
  const skips = await openGaps(file, log, context);
  if (skips === null) return uncheckedFile(of, "no_gaps_file");
  let found: Awaited<ReturnType<typeof verifyRows>>;
  try {
    found = await verifyRows({
      file,
      format,
      checkpoint: told.checkpoint,
      known: context.known,
      skips,
      crypto,
      onBytes: (bytes, rows) => context.onProgress(file, bytes, rows),
    });
    // Whatever the rows are: what is found must not hang on how far the gaps were read meanwhile.
    const left = await drainSkips(skips);
    if (found.problem === null) found = { ...found, problem: problemOfGaps(skips, left) };
  } catch (error) {
    if (error instanceof MalformedSkips)
      return badFile(of, "malformed", `Line ${error.line} of its file of gaps.`);
    throw error;
  }
  return reportOfLog(of, found, given.manifest, told, context.known);
}

// Of a file whose rows and gaps led to the signed root.
function problemOfGaps(skips: SkipSource, left: number): FileProblem | null {
  const nowhere = { row: null, line: null, seq: null, to: null, isExact: false };
  if (left > 0)
    return { reason: "malformed", ...nowhere, detail: "It tells of gaps after the end of the log." };
  const detail = skips.difference();
  return detail === null ? null : { reason: "not_as_exported", ...nowhere, detail };
}

async function openGaps(
  file: GivenFile,
  { skips }: ManifestLog,
  context: ExportContext,
): Promise<SkipSource | null> {
  if (Array.isArray(skips)) return skipsOfManifest(skips);
  if (skips === null) return null;
  const given =
    context.gaps.find(({ name }) => name.replace(/^.*[/\\]/s, "") === skips.file) ??
    (await context.findBeside(file, skips.file));
  return given === null ? null : skipsOfFile(given, skips, context.crypto.openDigest());
}
