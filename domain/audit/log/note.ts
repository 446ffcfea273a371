import { fromBase64, toBase64 } from "@/domain/audit/log/base64";
import { isSameHash, type Sha256 } from "@/domain/audit/log/tree-hasher";

/** One signature line of a signed note. */
export type NoteSignature = {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
};

/** A note in its parts, with nothing verified yet. */
export type Note = { readonly text: string; readonly signatures: readonly NoteSignature[] };

/** Who may sign: a name and the 32 bytes of an Ed25519 public key. */
export type NoteKey = { readonly name: string; readonly publicKey: Uint8Array };

/** Verifies an Ed25519 signature; a promise where only WebCrypto is at hand. */
export type VerifyEd25519 = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>;

/** Why a note is not to be read. */
export type NoteProblem = "malformed" | "wrong_key" | "bad_signature";

export type OpenedNote =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly problem: NoteProblem };

const notePieces = { lengthMax: 65_536, signaturesMax: 64, keyIdLength: 4, ed25519: 1 } as const;
const keyName = "[^+\\p{White_Space}]+";
const signatureLine = new RegExp(`^— (${keyName}) ([A-Za-z0-9+/=]+)$`, "u");
const wholeKeyName = new RegExp(`^${keyName}$`, "u");
const utf8 = new TextEncoder();

/** A note's parts, or null when its bytes are none (C2SP signed-note). Nothing of it may be believed before `openNote`. */
export function parseNote(bytes: Uint8Array): Note | null {
  const whole = bytes.length <= notePieces.lengthMax ? readUtf8(bytes) : null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a note may not hold.
  if (whole === null || /[\0-\x09\x0b-\x1f]/.test(whole) || !whole.endsWith("\n")) return null;
  const split = whole.lastIndexOf("\n\n");
  if (split < 1) return null;
  const lines = whole.slice(split + 2, -1).split("\n");
  if (lines.length > notePieces.signaturesMax) return null;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [, name, encoded] = signatureLine.exec(line) ?? [];
    const decoded = encoded === undefined ? null : fromBase64(encoded);
    if (name === undefined || decoded === null || decoded.length <= notePieces.keyIdLength) return null;
    signatures.push({ name, keyId: decoded.slice(0, 4), signature: decoded.slice(4) });
  }
  return { text: whole.slice(0, split + 1), signatures };
}

/** A note as it is written. Throws for a text or a name that no note may hold. */
export function encodeNote({ text, signatures }: Note): Uint8Array<ArrayBuffer> {
  const lines = signatures.map(({ name, keyId, signature }) => {
    const bytes = new Uint8Array([...keyId, ...signature]);
    return `— ${name} ${toBase64(bytes)}\n`;
  });
  const bytes = utf8.encode(`${text}\n${lines.join("")}`);
  if (parseNote(bytes)?.text !== text) throw new RangeError("this cannot be a signed note");
  return bytes;
}

/** Writes a note that each of these signs under its name. `sign` answers the 64 bytes of an Ed25519 signature. */
export function signNote(
  text: string,
  signers: readonly (NoteKey & { readonly sign: (message: Uint8Array) => Uint8Array })[],
  sha256: Sha256,
): Uint8Array<ArrayBuffer> {
  const signatures = signers.map(({ sign, ...key }) => {
    return { name: key.name, keyId: keyIdOf(key, sha256), signature: sign(utf8.encode(text)) };
  });
  return encodeNote({ text, signatures });
}

/**
 * Opens a note: its text, when at least one of the keys has signed it and none of their signatures is false. Signatures of others
 * are passed over.
 */
export async function openNote(
  bytes: Uint8Array,
  keys: readonly NoteKey[],
  sha256: Sha256,
  verify: VerifyEd25519,
): Promise<OpenedNote> {
  const note = parseNote(bytes);
  if (note === null) return { ok: false, problem: "malformed" };
  const message = utf8.encode(note.text);
  let isSigned = false;
  for (const { name, keyId, signature } of note.signatures) {
    const signers = keys.filter((key) => key.name === name && isSameHash(keyIdOf(key, sha256), keyId));
    for (const { publicKey } of signers) {
      if (signature.length !== 64 || !(await verify(publicKey, message, signature)))
        return { ok: false, problem: "bad_signature" };
      isSigned = true;
    }
  }
  return isSigned ? { ok: true, text: note.text } : { ok: false, problem: "wrong_key" };
}

/** The key's id in signature lines: the first 4 bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
export function keyIdOf({ name, publicKey }: NoteKey, sha256: Sha256): Uint8Array {
  const named = utf8.encode(`${name}\n`);
  return sha256(new Uint8Array([...named, notePieces.ed25519, ...publicKey])).slice(0, 4);
}

/** A key as other tools for signed notes take it: name+id+base64 ("vkey"). */
export function formatNoteKey(key: NoteKey, sha256: Sha256): string {
  const bytes = new Uint8Array([notePieces.ed25519, ...key.publicKey]);
  return `${key.name}+${hexOf(keyIdOf(key, sha256))}+${toBase64(bytes)}`;
}

/** The key in `formatNoteKey`'s form, or null when it is none, or not for Ed25519. */
export function parseNoteKey(text: string, sha256: Sha256): NoteKey | null {
  const [, name, id, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  if (name === undefined || !wholeKeyName.test(name)) return null;
  const bytes = fromBase64(encoded!);
  if (bytes?.length !== 33 || bytes[0] !== notePieces.ed25519) return null;
  const key = { name, publicKey: bytes.slice(1) };
  return hexOf(keyIdOf(key, sha256)) === id ? key : null;
}

function readUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
