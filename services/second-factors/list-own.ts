import { done, type Result } from "@/domain/result";
import type { OwnSecondFactors } from "@/domain/second-factors/second-factor-views";
import { read } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { asPerson } from "@/services/sessions/person";

/** The actor's own second factors, the oldest first, and how many recovery codes are left. Refuses: unauthenticated. */
export async function listOwnSecondFactors(context: Context): Promise<Result<OwnSecondFactors>> {
  return read(context, "second_factor.view", async ({ actor }) => {
    const person = asPerson(actor);
    if (!person.ok) return person;
    const { userId } = person.value;
    const [factors, recoveryCodesLeft] = await Promise.all([
      context.db.secondFactor.findMany({
        where: { userId, confirmedAt: { not: null } },
        orderBy: [{ createdAt: "asc" }, { id: "asc" }],
        select: { id: true, kind: true, name: true, createdAt: true, lastUsedAt: true },
      }),
      context.db.recoveryCode.count({ where: { userId, usedAt: null } }),
    ]);
    return done({ factors, recoveryCodesLeft });
  });
}
