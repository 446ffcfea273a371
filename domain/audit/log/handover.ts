import { fromBase64, toBase64 } from "@/domain/audit/log/base64";
import { type NoteProblem, openNote, parseNote, signNote, type VerifyEd25519 } from "@/domain/audit/log/note";
import { isSameHash, type Sha256 } from "@/domain/audit/log/tree-hasher";

/** The key of a deployment's logs makes room for the next one: signed by both (docs/audit-format.md). */
export type Handover = {
  /** First part of the origins of all logs that these keys sign. */
  readonly deployment: string;
  readonly from: Uint8Array;
  readonly to: Uint8Array;
  /** When, by the deployment's own clock: "2026-06-15T10:30:00.250Z". */
  readonly at: string;
};

export type OpenedHandover =
  | { readonly ok: true; readonly handover: Handover }
  | { readonly ok: false; readonly problem: NoteProblem };

/** Signs the text of a hand-over: the 64 bytes of an Ed25519 signature. */
export type SignHandover = (message: Uint8Array) => Uint8Array;

/** The first line of a hand-over, by which it is told from a checkpoint, whose first line is an origin. */
export const handoverHead = "keydesk-audit-key/1";

const keyBytes = 32;
const body =
  /^keydesk-audit-key\/1\n([^+\p{White_Space}\p{Cc}]+)\n([A-Za-z0-9+/]{43}=)\n([A-Za-z0-9+/]{43}=)\n(\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z)\n$/u;

const nameOf = (deployment: string) => `${deployment}/audit-key`;

/** A hand-over as it is published, signed by the old key and by the new one. */
export function signHandover(
  handover: Handover,
  sha256: Sha256,
  sign: { readonly from: SignHandover; readonly to: SignHandover },
): Uint8Array<ArrayBuffer> {
  const { deployment, from, to, at } = handover;
  const text = `${handoverHead}\n${deployment}\n${toBase64(from)}\n${toBase64(to)}\n${at}\n`;
  if (parseHandoverText(text) === null) throw new RangeError("this cannot be a hand-over");
  const name = nameOf(deployment);
  const signers = (["from", "to"] as const).map((which) => {
    return { name, publicKey: handover[which], sign: sign[which] };
  });
  return signNote(text, signers, sha256);
}

/** Opens a hand-over. It says what the holders of both keys say; whether either is to be trusted is another question. */
export async function openHandover(
  bytes: Uint8Array,
  sha256: Sha256,
  verify: VerifyEd25519,
): Promise<OpenedHandover> {
  const note = parseNote(bytes);
  const handover = note === null ? null : parseHandoverText(note.text);
  if (handover === null) return { ok: false, problem: "malformed" };
  for (const publicKey of [handover.from, handover.to]) {
    const opened = await openNote(bytes, [{ name: nameOf(handover.deployment), publicKey }], sha256, verify);
    if (!opened.ok) return opened;
  }
  return { ok: true, handover };
}

/** The notes of a file that holds several, one after the other. */
export function splitHandovers(text: string): string[] {
  return text.split(/^(?=keydesk-audit-key\/)/mu).filter((part) => part.trim() !== "");
}

function parseHandoverText(text: string): Handover | null {
  const [, deployment, oldKey, newKey, at] = body.exec(text) ?? [];
  if (deployment === undefined) return null;
  const [from, to] = [fromBase64(oldKey!), fromBase64(newKey!)];
  if (from?.length !== keyBytes || to?.length !== keyBytes || isSameHash(from, to)) return null;
  return { deployment, from, to, at: at! };
}
