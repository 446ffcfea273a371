import { randomBytes } from "node:crypto";
import { keyAnswerSecondsMax } from "@/domain/second-factors/bounds";
import type { Database, Transaction } from "@/prisma/client-factory";

const challengeBytes = 32;

/**
 * A new challenge for what a security key is asked for. One that was asked before for the same is void.
 * @param id of the row that it is asked for: a pending sign-in, a session, or a key to be
 */
export async function mintChallenge(
  db: Database | Transaction,
  now: Date,
  id: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = new Uint8Array(randomBytes(challengeBytes));
  const expiresAt = new Date(now.getTime() + keyAnswerSecondsMax * 1000);
  await db.keyChallenge.upsert({
    where: { id },
    create: { id, challenge, expiresAt },
    update: { challenge, expiresAt },
  });
  return challenge;
}

/**
 * The challenge that was asked for, in base64url; null when there is none, or it is too old. It is gone from then on, whatever comes of the
 * answer: not in a transaction that a refusal would take back.
 */
export async function takeChallenge(db: Database, now: Date, id: string): Promise<string | null> {
  const rows = await db.$queryRaw<{ challenge: Uint8Array; expiresAt: Date }[]>`
    DELETE FROM "KeyChallenge" WHERE "id" = ${id}::uuid RETURNING "challenge", "expiresAt"`;
  const row = rows[0];
  if (row === undefined || row.expiresAt <= now) return null;
  return Buffer.from(row.challenge).toString("base64url");
}
