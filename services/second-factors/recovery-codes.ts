import { randomBytes } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { recoveryCodeCount } from "@/domain/second-factors/bounds";
import { recoveryAlphabet, recoveryCodeLength, writeRecoveryCode } from "@/domain/second-factors/typed-code";
import type { Transaction } from "@/prisma/client-factory";
import type { Keyring } from "@/services/keys/keyring";

/** HMAC-SHA-256 of a person's recovery code, kept apart from other digests by its prefix. */
export function digestRecoveryCode(keys: Keyring, userId: string, code: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(keys.digest(`recovery|${userId}|${code}`));
}

/** New recovery codes in the place of all earlier ones, used or not. They are returned as shown, once: only digests are kept. */
export async function replaceRecoveryCodes(
  tx: Transaction,
  keys: Keyring,
  now: Date,
  userId: string,
): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, mintCode);
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({
    data: codes.map((code) => ({
      id: uuidv7(),
      userId,
      digest: digestRecoveryCode(keys, userId, code),
      createdAt: now,
    })),
  });
  return codes.map(writeRecoveryCode);
}

// 32 divides 256: each byte gives one of 32 characters with the same chance.
function mintCode(): string {
  return Array.from(randomBytes(recoveryCodeLength), (byte) => recoveryAlphabet[byte % 32]).join("");
}
