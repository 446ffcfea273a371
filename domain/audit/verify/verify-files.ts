import type { Checkpoint } from "@/domain/audit/log/checkpoint";
import {
  type GivenFile,
  readWhole,
  UnreadableFile,
  type VerifierCrypto,
} from "@/domain/audit/verify/given-file";
import {
  badFile,
  type FileReport,
  readFile,
  uncheckedFile,
  type VerifyReport,
  verdictOf,
} from "@/domain/audit/verify/report";
import { areForked, type NoteOpener, openNotesWith } from "@/domain/audit/verify/signed-heads";
import { type FindBeside, type GivenRows, sortGiven } from "@/domain/audit/verify/sort-given";
import { verifyExport } from "@/domain/audit/verify/verify-export";

/** What is given to be verified, and what is trusted. */
export type VerifyInput = {
  /** Exports and their manifests; checkpoints among them count as given from outside. */
  readonly files: readonly GivenFile[];
  /** Checkpoints that left the building on another way. */
  readonly checkpoints: readonly GivenFile[];
  /** Ed25519 public keys of 32 bytes. */
  readonly keys: readonly Uint8Array[];
  readonly crypto: VerifierCrypto;
  readonly findBeside: FindBeside;
  /** How much has been read of a file. */
  onProgress(file: GivenFile, bytes: number): void;
};

type OutsideNote = { readonly file: GivenFile; readonly checkpoint: Checkpoint };

/** Verifies exports: each by itself, and against one another and the checkpoints from outside. Trusts nothing but the keys. */
export async function verifyFiles(input: VerifyInput): Promise<VerifyReport> {
  const open = openNotesWith(input.keys, input.crypto);
  const sorted = await sortGiven(input.files, input.findBeside);
  const reports: FileReport[] = [...sorted.reports];
  const outside: OutsideNote[] = [];
  for (const file of [...input.checkpoints, ...sorted.checkpoints]) {
    const read = await readOutsideNote(file, open);
    if ("checkpoint" in read) outside.push(read);
    else reports.push(read);
  }
  const notes = outside.map(({ checkpoint }) => checkpoint);
  const claims = await Promise.all(sorted.rows.map((rows) => claimedCheckpoint(rows, open)));
  const ofRows: FileReport[] = [];
  for (const [i, rows] of sorted.rows.entries()) {
    const own = claims[i] ?? null;
    const others = claims.filter((claim): claim is Checkpoint => claim !== null && claim !== own);
    const isLongest = own === null || !others.some((one) => one.origin === own.origin && one.size > own.size);
    // A longer one is no matter of an export that is merely older than another of those given.
    const known = [...others, ...notes].filter(
      (one) => own === null || (one.origin === own.origin && (one.size <= own.size || isLongest)),
    );
    ofRows.push(
      await verifyExport(rows, {
        checkpoint: own,
        known,
        outside: notes,
        gaps: sorted.gaps,
        open,
        crypto: input.crypto,
        findBeside: input.findBeside,
        onProgress: input.onProgress,
      }),
    );
  }
  const ofNotes = outside.map((note) => judgeNote(note, notes, ofRows));
  const files = [...ofRows, ...ofNotes, ...reports];
  const hasRows = ofRows.length > 0;
  const verdict = verdictOf(files.map((file) => file.verdict));
  return { verdict: verdict === "good" && !hasRows ? "unchecked" : verdict, files };
}

async function readOutsideNote(file: GivenFile, open: NoteOpener): Promise<OutsideNote | FileReport> {
  const of = { file: file.name, what: "checkpoint" } as const;
  try {
    const bytes = await readWhole(file, 65_536);
    const opened = bytes === null ? null : await open(bytes);
    if (opened?.ok) return { file, checkpoint: opened.checkpoint };
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

// The checkpoint of an export's manifest, if the trusted key has signed it.
async function claimedCheckpoint({ manifest }: GivenRows, open: NoteOpener): Promise<Checkpoint | null> {
  const note = manifest?.manifest.log?.checkpoint;
  if (note === undefined) return null;
  const opened = await open(new TextEncoder().encode(note));
  return opened.ok ? opened.checkpoint : null;
}

// A checkpoint from outside is good when an export was held against it; what that showed is in the export's report.
function judgeNote(
  { file, checkpoint }: OutsideNote,
  notes: readonly Checkpoint[],
  rows: readonly FileReport[],
): FileReport {
  const of = { file: file.name, what: "checkpoint" } as const;
  const rival = notes.find((one) => areForked(one, checkpoint));
  if (rival !== undefined)
    return badFile(of, "fork", `Two signed checkpoints of ${checkpoint.size} events differ.`);
  const isCompared = rows.some(
    ({ proof, problem }) =>
      proof?.origin === checkpoint.origin && (proof.compared.includes(checkpoint.size) || problem !== null),
  );
  return isCompared
    ? readFile(of)
    : uncheckedFile(
        of,
        "not_compared",
        `No export given was held against it (${checkpoint.origin}, ${checkpoint.size}).`,
      );
}
