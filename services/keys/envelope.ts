import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** A secret as it is kept: encrypted under a data key of its own, which the key-encryption key `keyId` wraps. */
export type SealedSecret = {
  readonly keyId: number;
  /** Nonce, ciphertext, tag (AES-256-GCM); so is `ciphertext`. */
  readonly wrappedKey: Uint8Array<ArrayBuffer>;
  readonly ciphertext: Uint8Array<ArrayBuffer>;
};

/** Where a secret belongs. It is bound in as additional data: in any other row it does not decrypt. */
export type SecretPlace =
  /** A token's. */
  | { readonly accountId: string; readonly tokenId: string; readonly secretId: string }
  /** A person's authenticator app. */
  | { readonly userId: string; readonly factorId: string };

export type Envelope = {
  /** Encrypts a secret for its place. */
  seal(secret: string, place: SecretPlace): SealedSecret;
  /** The secret; null when the row was changed or moved, or was sealed under another master key. */
  open(sealed: SealedSecret, place: SecretPlace): string | null;
};

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Envelope encryption (design §2, standards S4): who has only the ciphertexts, only the other tables or only the master key
 * has no secret.
 * @param keys key-encryption keys of 32 bytes by id; all open, `currentId` seals
 */
export function createEnvelope(keys: ReadonlyMap<number, Uint8Array>, currentId: number): Envelope {
  return {
    seal(secret, place) {
      const dataKey = randomBytes(keyBytes);
      const sealed = {
        keyId: currentId,
        wrappedKey: encrypt(keys.get(currentId)!, dataKey, bind(`data-key/${currentId}`, place)),
        ciphertext: encrypt(dataKey, Buffer.from(secret, "utf8"), bind("secret", place)),
      };
      dataKey.fill(0);
      return sealed;
    },
    open({ keyId, wrappedKey, ciphertext }, place) {
      const key = keys.get(keyId);
      const dataKey = key === undefined ? null : decrypt(key, wrappedKey, bind(`data-key/${keyId}`, place));
      if (dataKey === null || dataKey.length !== keyBytes) return null;
      const secret = decrypt(dataKey, ciphertext, bind("secret", place));
      dataKey.fill(0);
      return secret?.toString("utf8") ?? null;
    },
  };
}

// Ids hold no "|" and are no word: two different places never make the same bytes.
function bind(purpose: string, place: SecretPlace): Buffer {
  const ids =
    "userId" in place
      ? ["second-factor", place.userId, place.factorId]
      : [place.accountId, place.tokenId, place.secretId];
  return Buffer.from(["keydesk", purpose, ...ids].join("|").toLowerCase(), "utf8");
}

// A data key encrypts once, and a random nonce is safe for 2^32 wraps under one key-encryption key (NIST SP 800-38D §8.3).
function encrypt(key: Uint8Array, plain: Buffer, bound: Buffer): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(bound);
  return new Uint8Array(Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
}

function decrypt(key: Uint8Array, box: Uint8Array, bound: Buffer): Buffer | null {
  if (box.length < nonceBytes + tagBytes) return null;
  const decipher = createDecipheriv("aes-256-gcm", key, box.subarray(0, nonceBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(bound);
  decipher.setAuthTag(box.subarray(box.length - tagBytes));
  const plain = decipher.update(box.subarray(nonceBytes, box.length - tagBytes));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    // Node throws for exactly one reason here: the tag does not fit.
    return null;
  }
}
