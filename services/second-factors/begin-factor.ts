import { v7 as uuidv7 } from "uuid";
import { done, type Result } from "@/domain/result";
import { secondFactorsMax } from "@/domain/second-factors/bounds";
import { type SecondFactorKind, secondFactorKindWords } from "@/domain/second-factors/kinds";
import { refuseWith, type Work } from "@/services/kernel/act";
import type { UserActor } from "@/services/kernel/context";
import { requireFreshSecondFactor } from "@/services/second-factors/require-fresh";

type Sealed = {
  readonly keyId: number;
  readonly wrappedKey: Uint8Array<ArrayBuffer>;
  readonly ciphertext: Uint8Array<ArrayBuffer>;
};

/**
 * Begins to add a second factor, whose password was confirmed: its row guards nothing until it is confirmed; one that was begun before is
 * gone. Refuses: reauthentication_required, cap_reached.
 * @param seal gives what is kept of an app's secret, for the row's id
 */
export async function beginFactor(
  { tx, now, audit }: Pick<Work, "tx" | "now" | "audit">,
  person: UserActor,
  { kind, name, seal }: { kind: SecondFactorKind; name: string; seal?: (id: string) => Sealed },
): Promise<Result<{ id: string }>> {
  const { userId } = person;
  const stale = await requireFreshSecondFactor(tx, person, now);
  if (stale !== null) return stale;
  await tx.secondFactor.deleteMany({ where: { userId, confirmedAt: null } });
  if ((await tx.secondFactor.count({ where: { userId } })) >= secondFactorsMax)
    return refuseWith("cap_reached", `You have ${secondFactorsMax} second factors. Remove one first.`);
  const id = uuidv7();
  await tx.secondFactor.create({ data: { id, userId, kind, name, createdAt: now, ...seal?.(id) } });
  await audit({ action: "second_factor.begin", details: { kind: secondFactorKindWords[kind], name } });
  return done({ id });
}
