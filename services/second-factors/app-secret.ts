import type { Keyring } from "@/services/keys/keyring";

type Row = {
  readonly id: string;
  readonly userId: string;
  readonly keyId: number | null;
  readonly wrappedKey: Uint8Array<ArrayBuffer> | null;
  readonly ciphertext: Uint8Array<ArrayBuffer> | null;
};

/** An app's secret as its row keeps it. */
export function sealAppSecret(keys: Keyring, secret: string, row: Pick<Row, "id" | "userId">) {
  return keys.envelope.seal(secret, { userId: row.userId, factorId: row.id });
}

/** The secret of an app's row in base32; null when it was sealed under another master key, or the row was changed. */
export function openAppSecret(
  keys: Keyring,
  { id, userId, keyId, wrappedKey, ciphertext }: Row,
): string | null {
  if (keyId === null || wrappedKey === null || ciphertext === null) return null;
  return keys.envelope.open({ keyId, wrappedKey, ciphertext }, { userId, factorId: id });
}
