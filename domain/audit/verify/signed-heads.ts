import { fromBase64 } from "@/domain/audit/log/base64";
import { type Checkpoint, compareCheckpoints, openCheckpoint } from "@/domain/audit/log/checkpoint";
import type { NoteProblem } from "@/domain/audit/log/note";
import { isSameHash, treeHasherOf } from "@/domain/audit/log/tree-hasher";
import type { LinkedKey } from "@/domain/audit/log/trusted-keys";
import type { VerifierCrypto } from "@/domain/audit/verify/given-file";
import type { ManifestLog } from "@/domain/export/manifest";

/** A checkpoint that a trusted key has signed; `link`: it was not given, but a hand-over leads to it. */
export type TrustedCheckpoint = Checkpoint & { readonly link: LinkedKey | null };

/** Opens notes with the keys that are trusted. */
export type NoteOpener = (
  bytes: Uint8Array,
) => Promise<
  | { readonly ok: true; readonly checkpoint: TrustedCheckpoint }
  | { readonly ok: false; readonly problem: NoteProblem }
>;

/** An opener for the keys given, and for those that hand-overs lead to, each for its own deployment. */
export function openNotesWith(
  keys: readonly Uint8Array[],
  links: readonly LinkedKey[],
  crypto: VerifierCrypto,
): NoteOpener {
  const open = (bytes: Uint8Array, with_: readonly Uint8Array[]) =>
    openCheckpoint(bytes, with_, crypto.sha256, crypto.verify);
  return async (bytes) => {
    const opened = await open(bytes, keys);
    if (opened.ok) return { ok: true, checkpoint: { ...opened.checkpoint, link: null } };
    if (opened.problem !== "wrong_key") return opened;
    for (const link of links) {
      const reached = await open(bytes, [link.publicKey]);
      if (!reached.ok && reached.problem === "wrong_key") continue;
      if (!reached.ok) return reached;
      const { origin, logId } = reached.checkpoint;
      // Not by its beginning: one deployment may be called "desk.example.com" and another "desk.example.com/audit/b".
      if (origin === `${link.deployment}/audit/${logId}`)
        return { ok: true, checkpoint: { ...reached.checkpoint, link } };
    }
    return opened;
  };
}

/** Whether two checkpoints say the same of the same log. */
export function areSame(a: Checkpoint, b: Checkpoint): boolean {
  return a.origin === b.origin && a.size === b.size && isSameHash(a.root, b.root);
}

export type EarlierFinding =
  | { readonly ok: true; readonly proven: readonly Checkpoint[] }
  | {
      readonly ok: false;
      readonly reason: NoteProblem | "wrong_log" | "fork" | "rollback";
      readonly detail: string;
    };

/** The earlier checkpoints that a manifest names, each signed and proven to be a beginning of `later`; or what is wrong with one. */
export async function checkEarlier(
  log: ManifestLog,
  later: Checkpoint,
  open: NoteOpener,
  crypto: VerifierCrypto,
): Promise<EarlierFinding> {
  const hasher = treeHasherOf(crypto.sha256);
  const utf8 = new TextEncoder();
  const proven: Checkpoint[] = [];
  for (const [i, { checkpoint: note, consistency }] of log.earlier.entries()) {
    const which = `Earlier checkpoint ${i + 1} of the manifest.`;
    const opened = await open(utf8.encode(note));
    // Signed by a key of earlier days, which is not trusted here: it proves nothing, and nothing is wrong.
    if (!opened.ok && opened.problem === "wrong_key") continue;
    if (!opened.ok) return { ok: false, reason: opened.problem, detail: which };
    const proof = consistency.map((hash) => fromBase64(hash) ?? new Uint8Array(0));
    const succession = compareCheckpoints(hasher, opened.checkpoint, later, proof);
    if (succession === "other_log") return { ok: false, reason: "wrong_log", detail: which };
    if (succession === "rollback" || succession === "fork")
      return { ok: false, reason: succession, detail: which };
    proven.push(opened.checkpoint);
  }
  return { ok: true, proven };
}
