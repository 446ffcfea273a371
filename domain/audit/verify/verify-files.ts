import { followHandovers } from "@/domain/audit/log/trusted-keys";
import type { GivenFile, VerifierCrypto } from "@/domain/audit/verify/given-file";
import { judgeHandovers, readHandovers } from "@/domain/audit/verify/given-handovers";
import { judgeNotes, type OutsideNotes, readOutsideNotes } from "@/domain/audit/verify/outside-notes";
import { type FileReport, type VerifyReport, verdictOf } from "@/domain/audit/verify/report";
import { type NoteOpener, openNotesWith, type TrustedCheckpoint } from "@/domain/audit/verify/signed-heads";
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
  /** How many bytes more have been read of a file, and how many rows of it by now. */
  onProgress(file: GivenFile, bytes: number, rows: number): void;
};

/** Verifies exports: each by itself, and against one another and the checkpoints from outside. Trusts nothing but the keys. */
export async function verifyFiles(input: VerifyInput): Promise<VerifyReport> {
  const sorted = await sortGiven(input.files, input.findBeside);
  const handed = await readHandovers(sorted, input.crypto);
  const links = followHandovers(input.keys, handed.handovers);
  const open = openNotesWith(input.keys, links, input.crypto);
  const reports: FileReport[] = [...sorted.reports];
  const logs = new Set(sorted.rows.map(({ manifest }) => manifest?.manifest.log?.logId ?? null));
  // A file without a manifest may be of any log.
  const isAsked = (logId: string) => logs.has(logId) || logs.has(null);
  const outside: OutsideNotes[] = [];
  for (const file of [...input.checkpoints, ...sorted.checkpoints]) {
    const read = await readOutsideNotes(file, open, isAsked);
    if ("checkpoints" in read) outside.push(read);
    else reports.push(read);
  }
  const notes = outside.flatMap(({ checkpoints }) => checkpoints);
  const claims = await Promise.all(sorted.rows.map((rows) => claimedCheckpoint(rows, open)));
  const ofRows: FileReport[] = [];
  for (const [i, rows] of sorted.rows.entries()) {
    const own = claims[i] ?? null;
    const others = claims.filter((claim): claim is TrustedCheckpoint => claim !== null && claim !== own);
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
        handoverProblem: handed.problems.get(rows) ?? null,
        open,
        crypto: input.crypto,
        findBeside: input.findBeside,
        onProgress: input.onProgress,
      }),
    );
  }
  const ofNotes = outside.map((note) => judgeNotes(note, outside, ofRows));
  const ofHandovers = handed.files.map((file) => judgeHandovers(file, input.keys, links));
  const files = [...ofRows, ...ofNotes, ...ofHandovers, ...reports];
  const hasRows = ofRows.length > 0;
  const verdict = verdictOf(files.map((file) => file.verdict));
  return { verdict: verdict === "good" && !hasRows ? "unchecked" : verdict, files };
}

// The checkpoint of an export's manifest, if the trusted key has signed it.
async function claimedCheckpoint(
  { manifest }: GivenRows,
  open: NoteOpener,
): Promise<TrustedCheckpoint | null> {
  const note = manifest?.manifest.log?.checkpoint;
  if (note === undefined) return null;
  const opened = await open(new TextEncoder().encode(note));
  return opened.ok ? opened.checkpoint : null;
}
