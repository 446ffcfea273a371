import { toBase64 } from "@/domain/audit/log/base64";
import type { Checkpoint } from "@/domain/audit/log/checkpoint";
import { deploymentLogId } from "@/domain/audit/log-id";
import type { VerifierCrypto } from "@/domain/audit/verify/given-file";
import {
  type BadReason,
  type FileProblem,
  type FileReport,
  type RowsProof,
  readFile,
  type Unchecked,
} from "@/domain/audit/verify/report";
import {
  areSame,
  checkEarlier,
  type NoteOpener,
  type TrustedCheckpoint,
} from "@/domain/audit/verify/signed-heads";
import type { RowsFinding } from "@/domain/audit/verify/verify-rows";
import type { Manifest, ManifestLog } from "@/domain/export/manifest";

/** What a manifest tells of its log, signed by a trusted key; or what is wrong with that. */
export type ToldLog =
  | {
      readonly ok: true;
      readonly log: ManifestLog;
      readonly checkpoint: TrustedCheckpoint;
      /** Earlier checkpoints that are proven to be its beginning. */
      readonly earlier: readonly Checkpoint[];
    }
  | { readonly ok: false; readonly reason: BadReason; readonly detail: string };

/** Where hand-overs that are false stand. */
export const handoverDetail = "A hand-over of keys in its manifest.";

/** Opens the checkpoint of a manifest and those that it names as earlier ones. */
export async function readToldLog(
  { account }: Manifest,
  log: ManifestLog,
  open: NoteOpener,
  crypto: VerifierCrypto,
): Promise<ToldLog> {
  const opened = await open(new TextEncoder().encode(log.checkpoint));
  if (!opened.ok) return bad(opened.problem, "The checkpoint of its manifest.");
  const { checkpoint } = opened;
  if (log.logId !== checkpoint.logId || log.origin !== checkpoint.origin)
    return bad("wrong_log", "The checkpoint of its manifest is that of another log.");
  if (account.id !== log.logId && log.logId !== deploymentLogId)
    return bad("wrong_log", `Its manifest is of ${account.name}, whose log is another one.`);
  const earlier = await checkEarlier(log, checkpoint, open, crypto);
  return earlier.ok
    ? { ok: true, log, checkpoint, earlier: earlier.proven }
    : bad(earlier.reason, earlier.detail);
}

function bad(reason: BadReason, detail: string): ToldLog {
  return { ok: false, reason, detail };
}

/** The report of rows that were read, held against their manifest and what it tells of the log. */
export function reportOfLog(
  of: Pick<FileReport, "file" | "what"> & Partial<FileReport>,
  found: RowsFinding,
  manifest: Manifest,
  told: ToldLog & { ok: true },
  known: readonly Checkpoint[],
): FileReport {
  const { rows, bytes, sha256 } = found;
  const uncompared = found.unchecked.filter(
    (size) => !told.earlier.some((one) => known.some((other) => other.size === size && areSame(one, other))),
  );
  const unchecked: Unchecked[] = [];
  if (uncompared.length > 0) unchecked.push({ reason: "not_compared", sizes: uncompared });
  if (rows === 0) unchecked.push({ reason: "no_rows" });
  const compared = [...known, ...told.earlier].filter(({ size }) => !uncompared.includes(size));
  return readFile({
    ...of,
    rows,
    bytes,
    sha256,
    problem: isOfHistory(found.problem)
      ? found.problem
      : (rivalOf(told.earlier, known) ?? found.problem ?? differenceFrom(manifest, found)),
    unchecked,
    proof: proofOf(told.checkpoint, found.from, told.log.droppedThrough ?? null, compared),
  });
}

function isOfHistory(problem: FileProblem | null): boolean {
  return problem?.reason === "fork" || problem?.reason === "rollback";
}

// Where no row reaches a checkpoint from outside, one of its size that is proven by its path speaks for the file.
function rivalOf(earlier: readonly Checkpoint[], known: readonly Checkpoint[]): FileProblem | null {
  const rival = earlier.find((one) =>
    known.some((other) => other.origin === one.origin && other.size === one.size && !areSame(one, other)),
  );
  if (rival === undefined) return null;
  const detail = `A checkpoint of ${rival.size} events from outside is not the one that its manifest names.`;
  return { reason: "fork", row: null, line: null, seq: 1, to: rival.size, detail, isExact: false };
}

/** Where a file's rows, bytes or SHA-256 are not those that its manifest tells; null: they are. */
export function differenceFrom(
  manifest: Manifest,
  found: { readonly rows: number; readonly bytes: number; readonly sha256: string | null },
): FileProblem | null {
  const nowhere = { row: null, line: null, seq: null, to: null, isExact: false };
  const problem = (detail: string): FileProblem => ({ reason: "not_as_exported", ...nowhere, detail });
  if (found.rows !== manifest.rows)
    return problem(`It has ${found.rows} rows, and its manifest tells ${manifest.rows}.`);
  if (found.bytes !== manifest.bytes)
    return problem(`It has ${found.bytes} bytes, and its manifest tells ${manifest.bytes}.`);
  return found.sha256 === manifest.sha256
    ? null
    : problem("Its SHA-256 is not the one that its manifest tells.");
}

/** What rows under a checkpoint are proven to be. */
export function proofOf(
  { origin, logId, size, root, link }: TrustedCheckpoint,
  from: number | null,
  droppedThrough: number | null,
  compared: readonly Checkpoint[],
): RowsProof {
  const sizes = [...new Set(compared.map((one) => one.size))].sort((a, b) => a - b);
  return {
    origin,
    logId,
    size,
    root: toBase64(root),
    isWhole: from === 1,
    from,
    droppedThrough,
    compared: sizes,
    link: link && { at: link.at, isLater: link.isLater },
  };
}
