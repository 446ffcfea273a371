import type { VerifyEd25519 } from "@/domain/audit/log/note";
import type { Sha256 } from "@/domain/audit/log/tree-hasher";

/** A file that somebody gives to be verified, wherever it lies. */
export type GivenFile = {
  readonly name: string;
  /** Bytes, where they are known before it is read. */
  readonly size: number | null;
  /** Its bytes from the beginning, each time anew; as they come, so that no more than one piece is in memory. */
  chunks(): AsyncIterable<Uint8Array>;
};

/** SHA-256 of what comes in pieces. */
export type Digest = { update(bytes: Uint8Array): void; hex(): string };

/** What Node and browsers have each in their own way. */
export type VerifierCrypto = {
  readonly sha256: Sha256;
  openDigest(): Digest;
  readonly verify: VerifyEd25519;
};

/** Bytes of a small file, or null when it is larger than `most`. */
export async function readWhole(file: GivenFile, most: number): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of file.chunks()) {
    size += piece.length;
    if (size > most) return null;
    pieces.push(piece.slice());
  }
  return join(pieces, size);
}

/** The first bytes of a file, at most `most`. */
export async function readStart(file: GivenFile, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of file.chunks()) {
    pieces.push(piece.slice(0, most - size));
    size += pieces.at(-1)!.length;
    if (size >= most) break;
  }
  return join(pieces, size);
}

function join(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** A file that cannot be read: `message` is a sentence for people. Every other error of `chunks` is a surprise. */
export class UnreadableFile extends Error {
  override readonly name = "UnreadableFile";
}
