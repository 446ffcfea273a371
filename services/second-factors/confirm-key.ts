import { z } from "zod";
import { done, type Result } from "@/domain/result";
import { act, isUniqueViolation, read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { takeChallenge } from "@/services/second-factors/challenges";
import { checkNewKey, type NewKey } from "@/services/second-factors/check-new-key";
import {
  type ConfirmedFactor,
  confirmFactor,
  findBegun,
  notBegun,
} from "@/services/second-factors/confirm-factor";
import { newKeyAnswer, type ReadNewKeyAnswer } from "@/services/second-factors/key-fields";
import { findRelyingParty } from "@/services/second-factors/relying-party";
import { requireFreshSecondFactor } from "@/services/second-factors/require-fresh";
import { asPerson } from "@/services/sessions/person";

const input = z.object({ id: z.uuid({ error: "The id must be a UUID." }), key: newKeyAnswer });

/**
 * Adds the security key or passkey that was begun, by what it answered to the question of `beginKey`; each question is answered once.
 * Refuses: invalid_input, unauthenticated, reauthentication_required, not_found (begun ten minutes ago, or anew), invalid_credentials (the
 * answer does not fit), conflict (the key is added already, or this desk's address is none that keys work with).
 */
export async function confirmKey(context: Context, untrusted: unknown): Promise<Result<ConfirmedFactor>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { id } = parsed.value;
  const checked = await checkAnswer(context, parsed.value);
  if (!checked.ok) return checked;
  try {
    return await act(
      context,
      "second_factor.add",
      async (work) => {
        const person = asPerson(work.actor);
        if (!person.ok) return person;
        return confirmFactor(context, work, person.value, { id, kind: "key" }, async () => {
          await work.tx.securityKey.create({ data: { factorId: id, ...checked.value } });
          return done({});
        });
      },
      { holdsPerson: true },
    );
  } catch (problem) {
    if (!isUniqueViolation(problem)) throw problem;
    return refuseWith("conflict", "This security key is added already. Begin again with another one.");
  }
}

// Before and outside the transaction: the challenge is spent whatever comes of it, and signatures take their time.
function checkAnswer(
  context: Context,
  { id, key }: { id: string; key: ReadNewKeyAnswer },
): Promise<Result<NewKey>> {
  return read(context, "second_factor.add", async ({ actor, now }): Promise<Result<NewKey>> => {
    const person = asPerson(actor);
    if (!person.ok) return person;
    const party = findRelyingParty(context.config);
    if (typeof party === "string") return refuseWith("conflict", party);
    // Asked for here too: a challenge that was spent on this refusal would have to be begun anew.
    const stale = await requireFreshSecondFactor(context.db, person.value, now);
    if (stale !== null) return stale;
    const begun = await findBegun(context.db, { id, userId: person.value.userId, kind: "key", now });
    const challenge = begun === null ? null : await takeChallenge(context.db, now, id);
    if (challenge === null) return notBegun();
    const proven = await checkNewKey(party, challenge, key);
    if (proven !== null) return done(proven);
    return refuseWith("invalid_credentials", "What the key answered does not fit this desk. Begin again.");
  });
}
