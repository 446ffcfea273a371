import { createHash } from "node:crypto";
import { nodeSha256, verifyEd25519 } from "@/domain/audit/log/node-crypto";
import type { VerifierCrypto } from "@/domain/audit/verify/given-file";

/** What the verifier needs, by Node. Not for what browsers share. */
export const nodeVerifierCrypto: VerifierCrypto = {
  sha256: nodeSha256,
  openDigest() {
    const hash = createHash("sha256");
    return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest("hex") };
  },
  verify: verifyEd25519,
};
