import { type Handover, openHandover, splitHandovers } from "@/domain/audit/log/handover";
import type { NoteProblem } from "@/domain/audit/log/note";
import { isSameHash } from "@/domain/audit/log/tree-hasher";
import type { LinkedKey } from "@/domain/audit/log/trusted-keys";
import {
  type GivenFile,
  readWhole,
  UnreadableFile,
  type VerifierCrypto,
} from "@/domain/audit/verify/given-file";
import { badFile, type FileReport, readFile, uncheckedFile } from "@/domain/audit/verify/report";
import type { GivenRows, SortedFiles } from "@/domain/audit/verify/sort-given";
import { decodeUtf8 } from "@/domain/audit/verify/utf8";

/** A file of hand-overs: what they say, or what is to be reported of it. */
type HandoverFile = { readonly file: GivenFile; readonly found: readonly Handover[] | FileReport };

/** All hand-overs among what was given. Each is signed by both of its keys; whether one of these is trusted is not asked here. */
export type GivenHandovers = {
  readonly handovers: readonly Handover[];
  /** What is wrong with those of an export's manifest. */
  readonly problems: ReadonlyMap<GivenRows, NoteProblem>;
  readonly files: readonly HandoverFile[];
};

const bytesMax = 1_048_576;
const utf8 = new TextEncoder();

/** Reads the hand-overs of manifests and of files of their own. */
export async function readHandovers(
  { rows, handovers: files }: SortedFiles,
  crypto: VerifierCrypto,
): Promise<GivenHandovers> {
  const problems = new Map<GivenRows, NoteProblem>();
  const handovers: Handover[] = [];
  for (const given of rows) {
    const read = await openHandovers(given.manifest?.manifest.log?.handovers ?? [], crypto);
    if (typeof read === "string") problems.set(given, read);
    else handovers.push(...read);
  }
  const read: HandoverFile[] = [];
  for (const file of files) read.push({ file, found: await readHandoverFile(file, crypto) });
  for (const { found } of read) if (isRead(found)) handovers.push(...found);
  return { handovers, problems, files: read };
}

/** What is said of a file of hand-overs: good when it leads from a key that is given to another one. */
export function judgeHandovers(
  { file, found }: HandoverFile,
  keys: readonly Uint8Array[],
  links: readonly LinkedKey[],
): FileReport {
  if (!isRead(found)) return found;
  const isTrusted = (key: Uint8Array, deployment: string) =>
    keys.some((one) => isSameHash(one, key)) ||
    links.some((link) => link.deployment === deployment && isSameHash(link.publicKey, key));
  const of = { file: file.name, what: "handover" } as const;
  return found.every(({ from, to, deployment }) => isTrusted(from, deployment) && isTrusted(to, deployment))
    ? readFile(of)
    : badFile(
        of,
        "wrong_key",
        "Nothing given leads to one of its keys, or two hand-overs contradict each other.",
      );
}

async function readHandoverFile(
  file: GivenFile,
  crypto: VerifierCrypto,
): Promise<readonly Handover[] | FileReport> {
  const of = { file: file.name, what: "handover" } as const;
  try {
    const bytes = await readWhole(file, bytesMax);
    const text = bytes === null ? null : decodeUtf8(bytes);
    const read = text === null ? "malformed" : await openHandovers(splitHandovers(text), crypto);
    return typeof read === "string" ? badFile(of, read) : read;
  } catch (error) {
    if (error instanceof UnreadableFile) return uncheckedFile(of, "unreadable", error.message);
    throw error;
  }
}

/** Opens hand-overs, all or none: what is wrong with the first that is false. */
export async function openHandovers(
  notes: readonly string[],
  crypto: VerifierCrypto,
): Promise<Handover[] | NoteProblem> {
  const handovers: Handover[] = [];
  for (const note of notes) {
    const opened = await openHandover(utf8.encode(note), crypto.sha256, crypto.verify);
    if (!opened.ok) return opened.problem;
    handovers.push(opened.handover);
  }
  return handovers;
}

function isRead(found: readonly Handover[] | FileReport): found is readonly Handover[] {
  return Array.isArray(found);
}
