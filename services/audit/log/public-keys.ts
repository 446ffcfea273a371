import { createPublicKey } from "node:crypto";
import { originOf } from "@/domain/audit/log/checkpoint";
import { nodeSha256 } from "@/domain/audit/log/node-crypto";
import { formatNoteKey } from "@/domain/audit/log/note";
import { readLogKeys } from "@/services/audit/log/log-keys";
import type { Context } from "@/services/kernel/context";

/** A public key of the logs: as other tools take it for one log ("vkey"), and as PEM (SPKI), which is the same for all. */
export type LogPublicKey = { readonly vkey: string; readonly pem: string; readonly current: boolean };

/** The keys that a log's checkpoints are signed with, the current one first; none before the first checkpoint. */
export async function logPublicKeys(
  { db, keys }: Pick<Context, "db" | "keys">,
  logId: string,
): Promise<LogPublicKey[]> {
  return (await readLogKeys(db, keys)).map(({ deployment, publicKey, privateKeyPem, isCurrent }) => ({
    vkey: formatNoteKey({ name: originOf(deployment, logId), publicKey }, nodeSha256),
    pem: createPublicKey(privateKeyPem).export({ type: "spki", format: "pem" }).toString(),
    current: isCurrent,
  }));
}
