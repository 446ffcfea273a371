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
  readonly id: string;
  readonly deployment: string;
  readonly publicKey: Uint8Array;
  readonly privateKeyPem: string;
  readonly isCurrent: boolean;
  /** From when to when it signed. */
  readonly createdAt: Date;
  readonly retiredAt: Date | null;
  /** It was retired because somebody else may have it. */
  readonly isCompromised: boolean;
  /** The note by which the key before it handed over to it; as the database has it, to be opened before it is shown. */
  readonly handover: string | null;
};

// Where the envelope binds the private key to; "audit-log-key" is no token's id.
const placeOf = (id: string) => ({ accountId: deploymentLogId, tokenId: "audit-log-key", secretId: id });

/**
 * The deployment's keys, the current one first. A row whose private half does not open under the master key, or is not that of its
 * public half, is none of ours: who can write to the database cannot have us publish a key.
 */
export async function readLogKeys(db: Database | Transaction, keys: Keyring): Promise<LogKey[]> {
  const rows = await db.auditLogKey.findMany({ orderBy: [{ createdAt: "desc" }, { id: "desc" }] });
  return rows
    .toSorted((a, b) => Number(a.retiredAt !== null) - Number(b.retiredAt !== null))
    .flatMap(({ id, deployment, publicKey, createdAt, retiredAt, handover, compromised, ...sealed }) => {
      const privateKeyPem = keys.envelope.open(sealed, placeOf(id));
      const own = privateKeyPem === null ? null : readEd25519Key(privateKeyPem);
      if (own === null || !isSameHash(own, publicKey)) return [];
      const period = { isCurrent: retiredAt === null, createdAt, retiredAt };
      const key = { id, deployment, publicKey: own, privateKeyPem: privateKeyPem!, handover };
      return [{ ...key, ...period, isCompromised: compromised }];
    });
}

/**
 * Waits until this transaction is the only one that signs, or makes a key to sign with. As a statement of its own: what is read after it
 * is as it was left by the one before.
 */
export async function lockSigner(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('keydesk audit signer', 0))`;
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
  // Once and for all: when the desk moves to another address, its logs keep their names.
  return makeLogKey(tx, keys, new URL(config.issuer).host, now);
}

/**
 * Makes a key that signs from now on. Under the signer's lock, when none is current.
 * @param handOver the note by which the key before it hands over to this one; null: there is none
 */
export async function makeLogKey(
  tx: Transaction,
  keys: Keyring,
  deployment: string,
  now: Date,
  handOver: ((to: Pick<LogKey, "publicKey" | "privateKeyPem">) => string) | null = null,
): Promise<LogKey> {
  const id = uuidv7();
  const privateKeyPem = generateKeyPairSync("ed25519")
    .privateKey.export({ type: "pkcs8", format: "pem" })
    .toString();
  const publicKey = new Uint8Array(readEd25519Key(privateKeyPem)!);
  const handover = handOver?.({ publicKey, privateKeyPem }) ?? null;
  const sealed = keys.envelope.seal(privateKeyPem, placeOf(id));
  await tx.auditLogKey.create({ data: { id, deployment, publicKey, createdAt: now, handover, ...sealed } });
  const period = { isCurrent: true, createdAt: now, retiredAt: null, isCompromised: false };
  return { id, deployment, publicKey, privateKeyPem, handover, ...period };
}
