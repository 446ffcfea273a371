import { isFreshProof } from "@/domain/access/actions";
import type { Refusal } from "@/domain/result";
import type { Database, Transaction } from "@/prisma/client-factory";
import { refuseWith } from "@/services/kernel/act";
import type { Actor } from "@/services/kernel/context";
import { hasSecondFactor } from "@/services/second-factors/has-second-factor";

type Person = Extract<Actor, { kind: "user" }>;

/**
 * For what the password itself is asked for beside (ASVS 7.5.1): who has a second factor must have proven it in the last ten minutes too.
 * Null when that is so, or when there is none; otherwise the refusal `reauthentication_required`.
 */
export async function requireFreshSecondFactor(
  db: Database | Transaction,
  person: Person,
  now: Date,
): Promise<{ readonly ok: false; readonly refusal: Refusal } | null> {
  if (isFreshProof(person.reauthenticatedAt, now) || !(await hasSecondFactor(db, person.userId))) return null;
  return refuseWith("reauthentication_required");
}
