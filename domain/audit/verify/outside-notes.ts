import type { Checkpoint } from "@/domain/audit/log/checkpoint";
import { isSameHash } from "@/domain/audit/log/tree-hasher";
import { type GivenFile, readStart, readWhole, UnreadableFile } from "@/domain/audit/verify/given-file";
import { openRecords } from "@/domain/audit/verify/records";
import { badFile, type FileReport, readFile, uncheckedFile } from "@/domain/audit/verify/report";
import type { NoteOpener, TrustedCheckpoint } from "@/domain/audit/verify/signed-heads";
import { parseStrictJson, StrictJsonError } from "@/domain/audit/verify/strict-json";
import { decodeUtf8 } from "@/domain/audit/verify/utf8";

/** The checkpoints of a file from outside: one note, or the lines that the desk has sent on (docs/audit-trail.md). */
export type OutsideNotes = { readonly file: GivenFile; readonly checkpoints: readonly TrustedCheckpoint[] };

const noteBytesMax = 65_536;
const what = "checkpoint" as const;
const openBrace = 0x7b;

/**
 * Reads a file of checkpoints; each must be signed by a trusted key. Of lines, only those of logs that `isAsked` names are looked at.
 * Answers a report instead when one is not to be believed.
 */
export async function readOutsideNotes(
  file: GivenFile,
  open: NoteOpener,
  isAsked: (logId: string) => boolean,
): Promise<OutsideNotes | FileReport> {
  const of = { file: file.name, what };
  try {
    const [first] = await readStart(file, 1);
    if (first === openBrace) return await readLines(file, open, isAsked);
    const bytes = await readWhole(file, noteBytesMax);
    const opened = bytes === null ? null : await open(bytes);
    if (opened?.ok) return { file, checkpoints: [opened.checkpoint] };
    return badFile(
      of,
      opened?.problem ?? "malformed",
      opened === null ? "It is no signed checkpoint." : undefined,
    );
  } catch (error) {
    if (error instanceof UnreadableFile) return uncheckedFile(of, "unreadable", error.message);
    throw error;
  }
}

async function readLines(
  file: GivenFile,
  open: NoteOpener,
  isAsked: (logId: string) => boolean,
): Promise<OutsideNotes | FileReport> {
  const records = openRecords("lines");
  const utf8 = new TextEncoder();
  const checkpoints: TrustedCheckpoint[] = [];
  const bad = (reason: Parameters<typeof badFile>[1], line: number) =>
    badFile({ file: file.name, what }, reason, `Line ${line.toLocaleString("en")}.`);
  for await (const chunk of file.chunks()) {
    records.push(chunk);
    for (let record = records.next(); record !== null; record = records.next()) {
      const line = readLine(record.bytes.subarray(record.start, record.end));
      if (line === null) return bad("malformed", record.line);
      if (!isAsked(line.logId)) continue;
      const opened = await open(utf8.encode(line.note));
      if (!opened.ok) return bad(opened.problem, record.line);
      if (opened.checkpoint.logId !== line.logId) return bad("wrong_log", record.line);
      checkpoints.push(opened.checkpoint);
    }
    if (records.isTooLong()) return bad("malformed", records.line());
  }
  // A last line without its end is one that was just being written.
  return { file, checkpoints };
}

function readLine(bytes: Uint8Array): { logId: string; note: string } | null {
  const text = decodeUtf8(bytes);
  if (text === null) return null;
  try {
    const { logId, note } = Object(parseStrictJson(text)) as Record<string, unknown>;
    return typeof logId === "string" && typeof note === "string" ? { logId, note } : null;
  } catch (error) {
    if (error instanceof StrictJsonError) return null;
    throw error;
  }
}

/** What is said of a file of checkpoints: good when exports were held against all of them; what that showed is in their reports. */
export function judgeNotes(
  { file, checkpoints }: OutsideNotes,
  all: readonly OutsideNotes[],
  rows: readonly FileReport[],
): FileReport {
  const of = { file: file.name, what };
  const roots = new Map<string, Uint8Array>();
  for (const { origin, size, root } of all.flatMap((notes) => notes.checkpoints)) {
    const name = `${origin} ${size}`;
    const known = roots.get(name);
    if (
      known !== undefined &&
      !isSameHash(known, root) &&
      checkpoints.some((one) => one.origin === origin && one.size === size)
    )
      return badFile(of, "fork", `Two signed checkpoints of ${size.toLocaleString("en")} events differ.`);
    roots.set(name, root);
  }
  const compared = new Map(
    rows.flatMap(({ proof, problem }) =>
      proof === null ? [] : [[proof.origin, { sizes: new Set(proof.compared), problem }]],
    ),
  );
  const isCompared = ({ origin, size }: Checkpoint) => {
    const found = compared.get(origin);
    return found !== undefined && (found.problem !== null || found.sizes.has(size));
  };
  const left = checkpoints.filter((checkpoint) => !isCompared(checkpoint));
  if (checkpoints.length > 0 && left.length === 0) return readFile(of);
  const [first] = left;
  const which = first === undefined ? "" : ` (${first.origin}, ${first.size.toLocaleString("en")} events)`;
  return uncheckedFile(of, "not_compared", `No export given was held against it${which}.`);
}
