import { createPrivateKey, createPublicKey, hash, sign, verify } from "node:crypto";
import { hashLength, type Sha256 } from "@/domain/audit/log/tree-hasher";

/** SHA-256 of Node's own. Not for what browsers share. */
export const nodeSha256: Sha256 = (bytes) => {
  // As a string and not as a Buffer, which costs more than hashing does.
  const digest = hash("sha256", bytes, "binary");
  const copy = new Uint8Array(hashLength);
  for (let i = 0; i < hashLength; i++) copy[i] = digest.charCodeAt(i);
  return copy;
};

/** Whether an Ed25519 signature (64 bytes) over a message is that of a public key (32 bytes). */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const x = Buffer.from(publicKey).toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return verify(null, message, key, signature);
}

/** The signature of a message under an Ed25519 private key in PEM (PKCS #8). */
export function signEd25519(privateKeyPem: string, message: Uint8Array): Uint8Array {
  return sign(null, message, createPrivateKey(privateKeyPem));
}

/** The 32 bytes of an Ed25519 public key in PEM, or of the public half of a private one; null when it is none. */
export function readEd25519Key(pem: string): Uint8Array | null {
  try {
    const jwk = createPublicKey(pem).export({ format: "jwk" });
    return jwk.crv === "Ed25519" && jwk.x !== undefined ? Buffer.from(jwk.x, "base64url") : null;
  } catch {
    return null;
  }
}
