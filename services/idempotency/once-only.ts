import { errorCodes } from "@/domain/errors/codes";
import { type Result, refuse } from "@/domain/result";
import type { Transaction } from "@/prisma/client-factory";
import {
  idempotencyHours,
  type KeptAnswer,
  type Repeatable,
  Repeated,
} from "@/services/idempotency/repeatable";
import type { TokenActor } from "@/services/kernel/context";

/**
 * Carries an action out unless the token did so under this key within the last day: then throws `Repeated` with the answer of
 * that time. The answer is kept in the action's own transaction: no answer without the action, and no action without its answer.
 * Refuses: request_in_progress (the same key is being worked on), idempotency_key_reused (for another request), and what `run` refuses.
 */
export async function onceOnly<T>(
  tx: Transaction,
  { accountId, tokenId }: TokenActor,
  { key, digest, keep }: Repeatable,
  now: Date,
  run: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const [lock] = await tx.$queryRaw<[{ isHeld: boolean }]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`${tokenId} ${key}`}, 1)) AS "isHeld"`;
  if (!lock.isHeld) return refuseBy("request_in_progress");
  const where = { accountId_tokenId_key: { accountId, tokenId, key } };
  const row = await tx.idempotencyKey.findUnique({ where });
  const isOld = row !== null && row.createdAt.getTime() <= now.getTime() - idempotencyHours * 3_600_000;
  if (isOld) await tx.idempotencyKey.delete({ where });
  else if (row !== null) {
    if (!Buffer.from(digest).equals(row.requestDigest)) return refuseBy("idempotency_key_reused");
    throw new Repeated({ status: row.status, response: row.response } as KeptAnswer);
  }
  const result = await run();
  if (!result.ok) return result;
  const { status, response } = keep(result.value);
  await tx.idempotencyKey.create({
    data: { accountId, tokenId, key, requestDigest: digest, status, response, createdAt: now },
  });
  return result;
}

function refuseBy(code: "request_in_progress" | "idempotency_key_reused") {
  const { title, mend } = errorCodes[code];
  return refuse({ code, message: `${title}. ${mend}` });
}
