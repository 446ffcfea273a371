import { fromBase64, toBase64 } from "@/domain/audit/log/base64";
import { type NoteProblem, openNote, parseNote, signNote, type VerifyEd25519 } from "@/domain/audit/log/note";
import { hashLength, isSameHash, type Sha256, type TreeHasher } from "@/domain/audit/log/tree-hasher";
import { type TreeHead, verifyConsistency } from "@/domain/audit/log/verify-proof";

/** What a log's signed note says: how long the log is, and the root over all of it. */
export type Checkpoint = TreeHead & {
  /** The log that it is of, see `originOf`. */
  readonly origin: string;
  readonly logId: string;
};

export type OpenedCheckpoint =
  | { readonly ok: true; readonly checkpoint: Checkpoint }
  | { readonly ok: false; readonly problem: NoteProblem };

const origin =
  /^[^+\p{White_Space}\p{Cc}]+\/audit\/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/u;
const body = /^([^\n]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\n$/;

/** The name of a log in its checkpoints, and of its key: one of each deployment's logs, "desk.example.com/audit/<log id>". */
export function originOf(deployment: string, logId: string): string {
  const name = `${deployment}/audit/${logId}`;
  if (!origin.test(name)) throw new RangeError(`${name} cannot name a log`);
  return name;
}

/** What of a checkpoint is signed: origin, size and root, each on a line. */
export function checkpointText(name: string, { size, root }: TreeHead): string {
  const text = `${name}\n${size}\n${toBase64(root)}\n`;
  if (parseCheckpointText(text) === null) throw new RangeError("this cannot be a checkpoint");
  return text;
}

/** A checkpoint's text in its parts, or null. Lines after the third are refused: Keydesk signs none. */
export function parseCheckpointText(text: string): Checkpoint | null {
  const [, name, size, encoded] = body.exec(text) ?? [];
  const logId = name === undefined ? undefined : origin.exec(name)?.[1];
  const root = encoded === undefined ? null : fromBase64(encoded);
  if (logId === undefined || root?.length !== hashLength || !Number.isSafeInteger(Number(size))) return null;
  return { origin: name!, logId, size: Number(size), root };
}

/** Signs a tree's head: a checkpoint as it is published. `sign` answers the 64 bytes of an Ed25519 signature. */
export function signCheckpoint(
  name: string,
  head: TreeHead,
  publicKey: Uint8Array,
  sha256: Sha256,
  sign: (message: Uint8Array) => Uint8Array,
): Uint8Array<ArrayBuffer> {
  return signNote(checkpointText(name, head), [{ name, publicKey, sign }], sha256);
}

/** Opens a published checkpoint with the keys that are trusted: all logs of a deployment share one, each under its own name. */
export async function openCheckpoint(
  bytes: Uint8Array,
  publicKeys: readonly Uint8Array[],
  sha256: Sha256,
  verify: VerifyEd25519,
): Promise<OpenedCheckpoint> {
  const note = parseNote(bytes);
  const claimed = note === null ? null : parseCheckpointText(note.text);
  if (claimed === null) return { ok: false, problem: "malformed" };
  const keys = publicKeys.map((publicKey) => ({ name: claimed.origin, publicKey }));
  const opened = await openNote(bytes, keys, sha256, verify);
  return opened.ok ? { ok: true, checkpoint: claimed } : opened;
}

/** How a checkpoint that is known stands to one that is shown later. */
export type Succession = "same" | "grown" | "other_log" | "rollback" | "fork";

/**
 * Whether `later` goes on from `known`. `other_log`: they are of two logs. `rollback`: it is shorter, as after the restore of an old
 * backup. `fork`: it has another history, or the proof does not show that it has the same.
 */
export function compareCheckpoints(
  hasher: TreeHasher,
  known: Checkpoint,
  later: Checkpoint,
  proof: readonly Uint8Array[],
): Succession {
  if (known.origin !== later.origin) return "other_log";
  if (later.size < known.size) return "rollback";
  if (later.size === known.size) return isSameHash(known.root, later.root) ? "same" : "fork";
  return verifyConsistency(hasher, known, later, proof) ? "grown" : "fork";
}
