import { fromBase64 } from "@/domain/audit/log/base64";
import { parseNoteKey } from "@/domain/audit/log/note";
import type { Sha256 } from "@/domain/audit/log/tree-hasher";

// SubjectPublicKeyInfo of Ed25519 (RFC 8410): this, and the 32 bytes of the key.
const ed25519Head = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
const blocks = /-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \1-----/g;

/** The Ed25519 public keys of a PEM file, one or several, or of a line in the form of signed notes; or what is wrong with it. */
export function readPublicKeys(text: string, sha256: Sha256): Uint8Array[] | string {
  const keys: Uint8Array[] = [];
  for (const [, label, body] of text.matchAll(blocks)) {
    if (label!.includes("PRIVATE"))
      return "This is a private key. Keep it where it is, and give the public one.";
    if (label !== "PUBLIC KEY") return `This is no public key, but: ${label!.toLowerCase()}.`;
    const der = fromBase64(body!.replace(/\s+/g, ""));
    if (der?.length !== 44 || ed25519Head.some((byte, i) => der[i] !== byte))
      return "This is no Ed25519 key, which logs are signed with.";
    keys.push(der.slice(ed25519Head.length));
  }
  if (keys.length > 0) return keys;
  const named = parseNoteKey(text.trim(), sha256);
  return named === null ? "This is no public key in PEM (-----BEGIN PUBLIC KEY-----)." : [named.publicKey];
}
