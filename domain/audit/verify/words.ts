import type {
  BadReason,
  FileProblem,
  FileReport,
  Unchecked,
  UncheckedReason,
  Verdict,
  VerifyReport,
} from "@/domain/audit/verify/report";

/** What verdicts are called. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  good: "Good",
  bad: "Bad",
  unchecked: "Could not be checked",
};

const badWords: Readonly<Record<BadReason, string>> = {
  malformed: "It has not the form that Keydesk writes.",
  wrong_log: "It belongs to another log.",
  edited: "It was changed: it is not what was sealed.",
  inserted: "It was put in: this number belongs to another event.",
  missing: "Events are missing here.",
  duplicated: "It comes twice.",
  reordered: "It stands in the wrong place.",
  truncated: "The file ends before the checkpoint does: its end is missing.",
  unsealed: "It comes after the last event that the checkpoint signs.",
  altered: "Something was changed: rows and their hashes fit one another, but not what was signed.",
  fork: "Two signed checkpoints tell different histories of this log.",
  rollback:
    "A longer log is known than the one shown here: it was rolled back, or the export is older than a checkpoint given.",
  wrong_key:
    "The checkpoint is not signed by the key given. Either this is the wrong key, or the file is not from this deployment.",
  bad_signature: "The signature is false: the checkpoint is not what the key signed.",
  not_an_export: "This is no export as Keydesk wrote it.",
  not_as_exported: "The file is not the one that its manifest describes.",
};

const uncheckedWords: Readonly<Record<UncheckedReason, string>> = {
  unreadable: "It cannot be read.",
  no_manifest: "Its manifest is not there (<file>.manifest.json), and no checkpoint of its log was given.",
  no_file: "The file that this manifest belongs to was not given.",
  no_checkpoint: "There is no checkpoint that signs all of it.",
  no_inclusion:
    "Its filter has too many gaps for inclusion data: that its rows are in the log is not proven.",
  no_gaps_file: "The file of gaps that its manifest names is not there.",
  no_rows: "It has no rows, so it proves nothing.",
  not_compared: "A checkpoint could not be held against it.",
  unknown_version: "Its manifest is of a version that this verifier does not know.",
};

const count = (n: number) => n.toLocaleString("en");

/** Where the first bad row is: "Row 20 (line 21), event 20". Empty when there is no place. */
export function placeOf({ row, line, seq, to }: FileProblem): string {
  const inLine = line === null ? "" : ` (line ${count(line)})`;
  const inFile = row === null ? (line === null ? "" : `Line ${count(line)}`) : `Row ${count(row)}${inLine}`;
  const inLog =
    seq === null
      ? ""
      : to === null || to === seq
        ? `event ${count(seq)}`
        : `events ${count(seq)} to ${count(to)}`;
  const place = [inFile, inLog].filter((part) => part !== "").join(", ");
  return place.charAt(0).toUpperCase() + place.slice(1);
}

/** A problem in sentences. */
export function describeProblem(problem: FileProblem): string {
  const place = placeOf(problem);
  const start = place === "" ? "" : `${place}. `;
  const detail = problem.detail === undefined ? "" : ` ${problem.detail}`;
  const before =
    problem.isExact && problem.row !== null && problem.row > 1
      ? " Every row before it is as it was sealed."
      : "";
  return `${start}${badWords[problem.reason]}${detail}${before}`;
}

function describeUnchecked({ reason, detail, sizes }: Unchecked): string {
  const which = sizes === undefined ? "" : ` Events: ${sizes.map(count).join(", ")}.`;
  return `${uncheckedWords[reason]}${detail === undefined ? "" : ` ${detail}`}${which}`;
}

/** What was found about a file, one sentence or two on each line. */
export function describeFile(report: FileReport): string[] {
  const lines: string[] = [];
  if (report.problem !== null) lines.push(describeProblem(report.problem));
  lines.push(...report.unchecked.map(describeUnchecked));
  if (report.problem === null) lines.push(...describeProof(report));
  return lines;
}

function describeProof({ what, rows, sha256, proof, verdict }: FileReport): string[] {
  if (what === "checkpoint")
    return verdict === "good" ? ["Signed by the key given; the export agrees with it."] : [];
  if (what === "handover")
    return verdict === "good" ? ["The key given and the other keys that it names belong together."] : [];
  if (proof === null)
    return verdict === "good" && what !== "audit"
      ? [
          `${count(rows ?? 0)} rows, SHA-256 ${sha256}: as its manifest says, and no more than that. Neither is signed: whoever changes both is not found out.`,
        ]
      : [];
  const { logId, origin, size, root, from, droppedThrough, compared, link } = proof;
  const lines = [describeRows(logId, size, rows ?? 0, from, droppedThrough)];
  const signer =
    link === null
      ? "the key given"
      : `a key that the key given ${link.isLater ? "handed over to" : "took over from"}, by the hand-over of ${link.at}`;
  lines.push(`Signed by ${signer}: ${origin}, ${count(size)} events, root ${root}.`);
  if (compared.length > 0)
    lines.push(`Checkpoints that it goes on from, or agrees with: ${compared.map(count).join(", ")} events.`);
  return lines;
}

function describeRows(
  logId: string,
  size: number,
  rows: number,
  from: number | null,
  droppedThrough: number | null,
): string {
  if (from === 1)
    return `All ${count(size)} events of the log ${logId} up to the checkpoint: none left out, changed, put in or moved.`;
  if (from !== null) {
    const all = `All events of the log ${logId} from ${count(from)} to ${count(size)}: none left out, changed, put in or moved.`;
    return droppedThrough === from - 1
      ? `${all} What those before said was dropped by retention, as the manifest tells; their hashes are in the log.`
      : `${all} Those before are not in the file; why, is not proven.`;
  }
  return `Each of its ${count(rows)} rows is in the log ${logId}, as one of ${count(size)} events, unchanged. Whether the filter left rows out is not proven.`;
}

/** The verdict over all files, in a sentence. */
export function describeVerdict({ verdict, files }: VerifyReport): string {
  if (verdict === "good") return "Good: everything was checked, and nothing is wrong.";
  const number = files.filter((file) => file.verdict === verdict).length;
  if (verdict === "bad")
    return number === 1
      ? "Bad: one file is not as it was sealed."
      : `Bad: ${number} files are not as they were sealed.`;
  return "Could not be checked in full: nothing wrong was found, but do not take it for good.";
}
