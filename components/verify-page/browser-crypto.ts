import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { VerifierCrypto } from "@/domain/audit/verify/given-file";

/** What the verifier needs, by a browser. Its own SHA-256 answers with a promise, which is too slow for two million hashes. */
export const browserVerifierCrypto: VerifierCrypto = {
  sha256,
  openDigest() {
    const hash = sha256.create();
    return { update: (bytes) => void hash.update(bytes), hex: () => bytesToHex(hash.digest()) };
  },
  async verify(publicKey, message, signature) {
    const key = await crypto.subtle.importKey("raw", copyOf(publicKey), "Ed25519", false, ["verify"]);
    return crypto.subtle.verify("Ed25519", key, copyOf(signature), copyOf(message));
  },
};

// RFC 8032, section 7.1, test 1.
const publicKey = fromHex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
const signature = fromHex(
  "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
);

/** Whether this browser verifies Ed25519 signatures here: old ones do not, and none does on a page that came over plain http. */
export async function canVerifySignatures(): Promise<boolean> {
  try {
    return await browserVerifierCrypto.verify(publicKey, new Uint8Array(0), signature);
  } catch {
    return false;
  }
}

function fromHex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
