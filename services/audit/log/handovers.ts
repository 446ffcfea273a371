import { openHandover } from "@/domain/audit/log/handover";
import { nodeSha256, verifyEd25519 } from "@/domain/audit/log/node-crypto";
import { isSameHash } from "@/domain/audit/log/tree-hasher";
import { type LogKey, readLogKeys } from "@/services/audit/log/log-keys";
import type { Context } from "@/services/kernel/context";

/**
 * The notes by which each key of the logs handed over to the next, oldest first. One that is not between two of our keys is left out: who can
 * write to the database cannot have us publish a hand-over. A key that somebody else may have is in none.
 */
export async function logHandovers({ db, keys }: Pick<Context, "db" | "keys">): Promise<string[]> {
  return handoversOf(await readLogKeys(db, keys));
}

/** The same of keys that were read already. */
export async function handoversOf(known: readonly LogKey[]): Promise<string[]> {
  const notes: string[] = [];
  for (const key of known.toReversed()) {
    if (key.handover === null) continue;
    const opened = await openHandover(Buffer.from(key.handover, "utf8"), nodeSha256, verifyEd25519);
    if (!opened.ok || !isSameHash(opened.handover.to, key.publicKey)) continue;
    const from = known.find(({ publicKey }) => isSameHash(publicKey, opened.handover.from));
    if (from !== undefined && !from.isCompromised && !key.isCompromised) notes.push(key.handover);
  }
  return notes;
}
