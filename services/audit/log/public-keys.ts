import { createPublicKey } from "node:crypto";
import { originOf } from "@/domain/audit/log/checkpoint";
import { nodeSha256 } from "@/domain/audit/log/node-crypto";
import { formatNoteKey, parseNote } from "@/domain/audit/log/note";
import { type LogKey, readLogKeys } from "@/services/audit/log/log-keys";
import type { Context } from "@/services/kernel/context";

/** A public key of the logs: as other tools take it for one log ("vkey"), and as PEM (SPKI), which is the same for all. */
export type LogPublicKey = {
  readonly vkey: string;
  readonly pem: string;
  readonly current: boolean;
  /** From when to when it signed; null: it still does. */
  readonly since: Date;
  readonly until: Date | null;
  /** Somebody else may have it: it is in no file that others take for trusted. */
  readonly compromised: boolean;
};

/** The keys that a log's checkpoints are signed with, the current one first; none before the first checkpoint. */
export async function logPublicKeys(
  { db, keys }: Pick<Context, "db" | "keys">,
  logId: string,
): Promise<LogPublicKey[]> {
  return publicKeysOf(await readLogKeys(db, keys), logId);
}

/** The same of keys that were read already. */
export function publicKeysOf(keys: readonly LogKey[], logId: string): LogPublicKey[] {
  return keys.map((key) => ({
    vkey: formatNoteKey({ name: originOf(key.deployment, logId), publicKey: key.publicKey }, nodeSha256),
    pem: createPublicKey(key.privateKeyPem).export({ type: "spki", format: "pem" }).toString(),
    current: key.isCurrent,
    since: key.createdAt,
    until: key.retiredAt,
    compromised: key.isCompromised,
  }));
}

/** The key among these that signed a note: the one whose id its signature names; undefined when none did. */
export function signerOf<Key extends Pick<LogPublicKey, "vkey">>(
  note: string,
  keys: readonly Key[],
): Key | undefined {
  const ids = (parseNote(Buffer.from(note, "utf8"))?.signatures ?? []).map(({ keyId }) =>
    Buffer.from(keyId).toString("hex"),
  );
  return keys.find(({ vkey }) => ids.includes(vkey.split("+")[1] ?? ""));
}

/**
 * The file of public keys that others keep: PEM, each with the time in which it signed as text around it (RFC 7468 §5.2). Keys that
 * somebody else may have are not in it.
 */
export function logKeyFile(keys: readonly LogPublicKey[]): string {
  return keys
    .filter(({ compromised }) => !compromised)
    .map(({ pem, since, until }) => {
      const period =
        until === null
          ? `Signs since ${since.toISOString()}`
          : `Signed from ${since.toISOString()} to ${until.toISOString()}`;
      return `${period}\n${pem}`;
    })
    .join("");
}
