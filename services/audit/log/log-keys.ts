import { generateKeyPairSync } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { readEd25519Key } from "@/domain/audit/log/node-crypto";
import { isSameHash } from "@/domain/audit/log/tree-hasher";
import { deploymentLogId } from "@/domain/audit/log-id";
import type { Database, Transaction } from "@/prisma/client-factory";
import type { Config } from "@/services/config";
import type { Keyring } from "@/services/keys/keyring";

/** A key that signs the checkpoints of all logs of this deployment, or did. */
export type LogKey = {
  readonly deployment: string;
  readonly publicKey: Uint8Array;
  readonly privateKeyPem: string;
  readonly isCurrent: boolean;
};

// Where the envelope binds the private key to; "audit-log-key" is no token's id.
const placeOf = (id: string) => ({ accountId: deploymentLogId, tokenId: "audit-log-key", secretId: id });

/**
 * The deployment's keys, the current one first. A row whose private half does not open under the master key, or is not that of its
 * public half, is none of ours: who can write to the database cannot have us publish a key.
 */
export async function readLogKeys(db: Database | Transaction, keys: Keyring): Promise<LogKey[]> {
  const rows = await db.auditLogKey.findMany({ orderBy: { createdAt: "desc" } });
  return rows
    .toSorted((a, b) => Number(a.retiredAt !== null) - Number(b.retiredAt !== null))
    .flatMap(({ id, deployment, publicKey, retiredAt, ...sealed }) => {
      const privateKeyPem = keys.envelope.open(sealed, placeOf(id));
      const own = privateKeyPem === null ? null : readEd25519Key(privateKeyPem);
      return own !== null && isSameHash(own, publicKey)
        ? [{ deployment, publicKey: own, privateKeyPem: privateKeyPem!, isCurrent: retiredAt === null }]
        : [];
    });
}

/**
 * The key that signs, which is made when there is none; null when there is one that this master key does not open. In a transaction
 * that holds the signer's lock, so that it is made once.
 */
export async function currentLogKey(
  tx: Transaction,
  { keys, config }: { readonly keys: Keyring; readonly config: Config },
  now: Date,
): Promise<LogKey | null> {
  const known = await readLogKeys(tx, keys);
  const current = known.find((key) => key.isCurrent);
  if (current !== undefined) return current;
  if ((await tx.auditLogKey.count({ where: { retiredAt: null } })) > 0) return null;
  const id = uuidv7();
  const privateKeyPem = generateKeyPairSync("ed25519")
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString();
  const publicKey = new Uint8Array(readEd25519Key(privateKeyPem)!);
  // Once and for all: when the desk moves to another address, its logs keep their names.
  const deployment = new URL(config.issuer).host;
  await tx.auditLogKey.create({
    data: { id, deployment, publicKey, createdAt: now, ...keys.envelope.seal(privateKeyPem, placeOf(id)) },
  });
  return { deployment, publicKey, privateKeyPem, isCurrent: true };
}
