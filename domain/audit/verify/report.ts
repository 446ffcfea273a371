import type { RowReason } from "@/domain/audit/log/row-problem";
import type { RowsFormat } from "@/domain/audit/verify/file-rows";

/** What is wrong with a file: docs/audit-format.md names the reasons of rows, docs/verify-an-export.md the others. */
export type BadReason = RowReason | "wrong_key" | "bad_signature" | "not_an_export" | "not_as_exported";

/** The first thing that is wrong with a file. */
export type FileProblem = {
  readonly reason: BadReason;
  /** The row's place among the file's rows, from 1, and the line of the file that it begins on. */
  readonly row: number | null;
  readonly line: number | null;
  /** The first number of the log that it concerns, and the last. */
  readonly seq: number | null;
  readonly to: number | null;
  readonly detail?: string;
  /** Every row before this one is as it was sealed. */
  readonly isExact: boolean;
};

/** Why something of a file could not be judged. */
export type UncheckedReason =
  | "unreadable"
  | "no_manifest"
  | "no_file"
  | "no_checkpoint"
  | "no_inclusion"
  | "no_gaps_file"
  | "no_rows"
  | "not_compared"
  | "unknown_version";

export type Unchecked = {
  readonly reason: UncheckedReason;
  readonly detail?: string;
  /** Sizes of the checkpoints that it concerns. */
  readonly sizes?: readonly number[];
};

/** What the rows of a file are proven to be: events of this log, under a checkpoint that the trusted key has signed. */
export type RowsProof = {
  readonly origin: string;
  readonly logId: string;
  /** Events that the checkpoint signs, and its root in base64. */
  readonly size: number;
  readonly root: string;
  /** The file holds all of them; otherwise those of a filter, and that it left out no match is not proven. */
  readonly isWhole: boolean;
  /** The number from which on it holds all of them: 1 for a whole log, more when only the beginning is left out; else null. */
  readonly from: number | null;
  /** Events whose contents retention has dropped, as the manifest says, which nobody signed; their hashes are proven. */
  readonly droppedThrough: number | null;
  /** Sizes of other signed checkpoints that are the beginning of this one. */
  readonly compared: readonly number[];
  /** Signed not by a key that was given, but by one that such a key handed over to, or took over from; null: by a given one. */
  readonly link: { readonly at: string; readonly isLater: boolean } | null;
};

export type Verdict = "good" | "bad" | "unchecked";

/** What was found about one of the files given. */
export type FileReport = {
  readonly file: string;
  /** What it holds, as far as could be told. */
  readonly what:
    | "audit"
    | "tokens"
    | "usage"
    | "reviews"
    | "checkpoint"
    | "handover"
    | "manifest"
    | "unknown";
  readonly format: RowsFormat | null;
  readonly manifest: string | null;
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly verdict: Verdict;
  readonly problem: FileProblem | null;
  readonly unchecked: readonly Unchecked[];
  readonly proof: RowsProof | null;
};

/** What was found about all files. `good` only when everything was checked, and nothing is wrong. */
export type VerifyReport = { readonly verdict: Verdict; readonly files: readonly FileReport[] };

/** The exit codes of `audit verify`; 2 is for wrong use. */
export const exitCodes: Readonly<Record<Verdict, number>> = { good: 0, bad: 1, unchecked: 3 };

/** The verdict over several: one bad file is bad, one that could not be judged leaves all unjudged; nothing at all is not good. */
export function verdictOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("bad")) return "bad";
  return verdicts.length === 0 || verdicts.includes("unchecked") ? "unchecked" : "good";
}

type Named = Pick<FileReport, "file" | "what"> & Partial<FileReport>;

// The file's name first, for those who read it as JSON.
function open({ file, what, ...rest }: Named): Omit<FileReport, "verdict"> {
  return { file, what, ...nothing, ...rest };
}

const nothing = {
  format: null,
  manifest: null,
  rows: null,
  bytes: null,
  sha256: null,
  problem: null,
  unchecked: [],
  proof: null,
};

/** A report of a file that is bad as a whole. */
export function badFile(of: Named, reason: BadReason, detail?: string): FileReport {
  const where = { row: null, line: null, seq: null, to: null, isExact: false };
  const problem = { reason, ...where, ...(detail === undefined ? {} : { detail }) };
  return { ...open(of), verdict: "bad", problem };
}

/** A report of a file that cannot be judged. */
export function uncheckedFile(of: Named, reason: UncheckedReason, detail?: string): FileReport {
  const unchecked = [{ reason, ...(detail === undefined ? {} : { detail }) }];
  return { ...open(of), verdict: "unchecked", unchecked };
}

/** The report of a file that was read: bad by its problem, unchecked by what is left, otherwise good. */
export function readFile(of: Named): FileReport {
  const report = open(of);
  return {
    ...report,
    verdict: report.problem !== null ? "bad" : report.unchecked.length > 0 ? "unchecked" : "good",
  };
}
