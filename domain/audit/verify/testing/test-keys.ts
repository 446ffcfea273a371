import { generateKeyPairSync } from "node:crypto";
import { originOf, signCheckpoint } from "@/domain/audit/log/checkpoint";
import { signHandover } from "@/domain/audit/log/handover";
import { nodeSha256, readEd25519Key, signEd25519 } from "@/domain/audit/log/node-crypto";
import { testLogId } from "@/domain/audit/log/testing/log-rows";
import { headOf, type TestLine } from "@/domain/audit/verify/testing/log-lines";

/** A pair of keys that signs checkpoints. */
export function openTestKey(): {
  readonly pem: string;
  readonly publicKey: Uint8Array;
  readonly privatePem: string;
} {
  const pair = generateKeyPairSync("ed25519", {
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return { pem: pair.publicKey, publicKey: readEd25519Key(pair.publicKey)!, privatePem: pair.privateKey };
}

export type TestKey = ReturnType<typeof openTestKey>;
export const testKey = openTestKey();

/** A checkpoint over the first lines of a log. */
export function signedNote(lines: readonly TestLine[], key: TestKey = testKey, logId = testLogId): string {
  const origin = originOf("desk.example.com", logId);
  const note = signCheckpoint(origin, headOf(lines), key.publicKey, nodeSha256, (bytes) =>
    signEd25519(key.privatePem, bytes),
  );
  return new TextDecoder().decode(note);
}

/** The note by which one key hands over to another. */
export function handoverNote(from: TestKey, to: TestKey, at = "2026-06-20T00:00:00.000Z"): string {
  const handover = { deployment: "desk.example.com", from: from.publicKey, to: to.publicKey, at };
  const note = signHandover(handover, nodeSha256, {
    from: (bytes) => signEd25519(from.privatePem, bytes),
    to: (bytes) => signEd25519(to.privatePem, bytes),
  });
  return new TextDecoder().decode(note);
}
