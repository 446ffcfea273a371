import { readTypedCode } from "@/domain/second-factors/typed-code";
import type { Transaction } from "@/prisma/client-factory";
import type { BaseContext } from "@/services/kernel/context";
import { findStep } from "@/services/second-factors/app-codes";
import { openAppSecret } from "@/services/second-factors/app-secret";
import { digestRecoveryCode } from "@/services/second-factors/recovery-codes";

/** What a right code was of, in the words of the audit trail. */
export type CodeOf = "a code of an authenticator app" | "a recovery code";

/**
 * Takes a code of the person, in the caller's transaction: each is taken once, also by two at the same time (ASVS 6.5.1). Null, and
 * nothing changed, when it is none of theirs.
 */
export async function takeCode(
  tx: Transaction,
  { keys, now }: { readonly keys: BaseContext["keys"]; readonly now: Date },
  userId: string,
  typed: string,
): Promise<CodeOf | null> {
  const code = readTypedCode(typed);
  if (code === null) return null;
  if (code.kind === "recovery") {
    const { count } = await tx.recoveryCode.updateMany({
      where: { userId, digest: digestRecoveryCode(keys, userId, code.code), usedAt: null },
      data: { usedAt: now },
    });
    return count === 1 ? "a recovery code" : null;
  }
  const apps = await tx.secondFactor.findMany({
    where: { userId, kind: "app", confirmedAt: { not: null } },
    orderBy: { id: "asc" },
  });
  for (const app of apps) {
    const secret = openAppSecret(keys, app);
    const step = secret === null ? null : findStep(secret, code.digits, now);
    if (step === null) continue;
    const { count } = await tx.secondFactor.updateMany({
      where: { id: app.id, OR: [{ lastStep: null }, { lastStep: { lt: step } }] },
      data: { lastStep: step, lastUsedAt: now },
    });
    if (count === 1) return "a code of an authenticator app";
  }
  return null;
}
