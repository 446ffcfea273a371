import { generateRegistrationOptions } from "@simplewebauthn/server";
import { z } from "zod";
import { currentPasswordField } from "@/domain/access/password-field";
import { done, type Result } from "@/domain/result";
import { keyAnswerSecondsMax } from "@/domain/second-factors/bounds";
import type { KeyToConfirm } from "@/domain/second-factors/key-messages";
import { secondFactorName } from "@/domain/second-factors/name-field";
import { act, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { beginFactor } from "@/services/second-factors/begin-factor";
import { mintChallenge } from "@/services/second-factors/challenges";
import { keyAlgorithms } from "@/services/second-factors/check-new-key";
import { listKeyDescriptors } from "@/services/second-factors/key-questions";
import { findRelyingParty } from "@/services/second-factors/relying-party";
import { confirmPassword } from "@/services/sessions/confirm-password";
import { asPerson } from "@/services/sessions/person";

const input = z.object({ name: secondFactorName, password: currentPasswordField });

/**
 * Begins to add a security key or passkey, after the password: gives what the browser is to ask the key for. It guards nothing until
 * `confirmKey` has seen its answer; what was begun before and not confirmed is gone.
 * Refuses: invalid_input, unauthenticated, reauthentication_required, invalid_credentials, too_many_attempts, cap_reached, conflict (this
 * desk's address is none that keys work with).
 */
export async function beginKey(context: Context, untrusted: unknown): Promise<Result<KeyToConfirm>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const party = findRelyingParty(context.config);
  if (typeof party === "string") return refuseWith("conflict", party);
  const { name, password } = parsed.value;
  const confirmed = await confirmPassword(context, "second_factor.add", password);
  if (!confirmed.ok) return confirmed;
  return act(context, "second_factor.add", async (work) => {
    const person = asPerson(work.actor);
    if (!person.ok) return person;
    const { userId, email } = person.value;
    const begun = await beginFactor(work, person.value, { kind: "key", name });
    if (!begun.ok) return begun;
    const { id } = begun.value;
    const question = await generateRegistrationOptions({
      rpID: party.id,
      rpName: party.name,
      userID: new Uint8Array(Buffer.from(userId.replaceAll("-", ""), "hex")),
      userName: email,
      userDisplayName: person.value.name,
      challenge: await mintChallenge(work.tx, work.now, id),
      timeout: keyAnswerSecondsMax * 1000,
      // Which make of key it is matters to nobody here, and people should not be told apart by it.
      attestationType: "none",
      excludeCredentials: await listKeyDescriptors(work.tx, userId),
      // The e-mail names the person before the key is asked: none of a key's few places for what it finds by itself is taken.
      authenticatorSelection: { residentKey: "discouraged", userVerification: "preferred" },
      supportedAlgorithmIDs: [...keyAlgorithms],
    });
    return done({ id, question });
  });
}
