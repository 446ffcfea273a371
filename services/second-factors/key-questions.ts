import { generateAuthenticationOptions } from "@simplewebauthn/server";
import { done, type Result } from "@/domain/result";
import { keyAnswerSecondsMax } from "@/domain/second-factors/bounds";
import type { KeyQuestion } from "@/domain/second-factors/key-messages";
import type { Database, Transaction } from "@/prisma/client-factory";
import { read, refuseWith } from "@/services/kernel/act";
import type { BaseContext, Context } from "@/services/kernel/context";
import { mintChallenge } from "@/services/second-factors/challenges";
import { findRelyingParty } from "@/services/second-factors/relying-party";
import { asPerson } from "@/services/sessions/person";

type Descriptor = NonNullable<KeyQuestion["allowCredentials"]>[number];

/** The person's security keys, as browsers are told of them. */
export async function listKeyDescriptors(
  db: Database | Transaction,
  userId: string,
): Promise<{ id: string; transports: NonNullable<Descriptor["transports"]> }[]> {
  const keys = await db.securityKey.findMany({
    where: { factor: { userId, confirmedAt: { not: null } } },
    orderBy: { factorId: "asc" },
    select: { credentialId: true, transports: true },
  });
  return keys.map(({ credentialId, transports }) => ({
    id: credentialId,
    transports: transports as NonNullable<Descriptor["transports"]>,
  }));
}

/**
 * What the browser is to ask one of a person's security keys. The latest question alone may be answered, once, within ten minutes.
 * Refuses: not_found (the person has none), conflict (this desk's address is none that keys work with).
 * @param askedFor the id of what the answer is for: a pending sign-in, or a session
 */
export async function askForKey(
  base: BaseContext,
  { userId, askedFor }: { userId: string; askedFor: string },
): Promise<Result<KeyQuestion>> {
  const party = findRelyingParty(base.config);
  if (typeof party === "string") return refuseWith("conflict", party);
  const allowCredentials = await listKeyDescriptors(base.db, userId);
  // Without a list browsers would offer whatever they hold for this desk, of anybody.
  if (allowCredentials.length === 0) return refuseWith("not_found", "You have no security key.");
  const question = await generateAuthenticationOptions({
    rpID: party.id,
    challenge: await mintChallenge(base.db, base.now(), askedFor),
    timeout: keyAnswerSecondsMax * 1000,
    allowCredentials,
    userVerification: "preferred",
  });
  return done(question);
}

/** What the actor's security key is to be asked where they confirm who they are. Refuses: unauthenticated, and as `askForKey`. */
export async function askToConfirmByKey(context: Context): Promise<Result<KeyQuestion>> {
  return read(context, "session.reauthenticate", async ({ actor }): Promise<Result<KeyQuestion>> => {
    const person = asPerson(actor);
    if (!person.ok) return person;
    const { userId, sessionId } = person.value;
    return askForKey(context, { userId, askedFor: sessionId });
  });
}
