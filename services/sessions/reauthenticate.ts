import { z } from "zod";
import { currentPasswordField } from "@/domain/access/password-field";
import { done, type Result } from "@/domain/result";
import type { SecondFactorKind } from "@/domain/second-factors/kinds";
import { recordAudit } from "@/services/audit/record";
import { act, auditActor, read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { listSecondFactorKinds } from "@/services/second-factors/has-second-factor";
import { checkProof, readProof, takeProof, wrongProof } from "@/services/second-factors/proof";
import { countAttempts, forgiveAttempts, waitSentence } from "@/services/sessions/attempt-throttle";
import { confirmPassword } from "@/services/sessions/confirm-password";
import type { SignedIn } from "@/services/sessions/create-session";
import { asPerson } from "@/services/sessions/person";
import { rotateSession } from "@/services/sessions/rotate-session";

const byPassword = z.object({ password: currentPasswordField });

/**
 * Proves again who somebody is: for 10 minutes guarded actions go through. By the password, or, by who has a second factor, by a code
 * or a security key (screens: "password, or MFA where enrolled"). The session continues under a new id, which the caller gives to the browser.
 * Refuses: invalid_input, unauthenticated, invalid_credentials, too_many_attempts, second_step_required (a password where a code is asked).
 */
export async function reauthenticate(context: Context, untrusted: unknown): Promise<Result<SignedIn>> {
  const asked = await read(context, "session.reauthenticate", async ({ actor }) => {
    const person = asPerson(actor);
    if (!person.ok) return person;
    return done(await listSecondFactorKinds(context.db, person.value.userId));
  });
  if (!asked.ok) return asked;
  return asked.value.length > 0
    ? confirmByFactor(context, asked.value, untrusted)
    : confirmByPassword(context, untrusted);
}

async function confirmByPassword(context: Context, untrusted: unknown): Promise<Result<SignedIn>> {
  const parsed = parseInput(byPassword, untrusted);
  if (!parsed.ok) return parsed;
  const confirmed = await confirmPassword(context, "session.reauthenticate", parsed.value.password);
  if (!confirmed.ok) return confirmed;
  return act(context, "session.reauthenticate", async ({ tx, actor, now, audit }) => {
    const person = asPerson(actor);
    if (!person.ok) return person;
    // Added in another tab while the password was looked at: from then on it is not enough.
    const kinds = await listSecondFactorKinds(tx, person.value.userId);
    if (kinds.length > 0) return askForFactor(kinds);
    const signedIn = await rotateSession(tx, now, context.origin, person.value);
    if (signedIn === null) return refuseWith("unauthenticated");
    await audit({ action: "session.reauthenticate" });
    return done(signedIn);
  });
}

async function confirmByFactor(
  context: Context,
  kinds: readonly SecondFactorKind[],
  untrusted: unknown,
): Promise<Result<SignedIn>> {
  const given = z.looseObject({}).safeParse(untrusted);
  if (given.success && given.data.code === undefined && given.data.key === undefined)
    return askForFactor(kinds);
  const parsed = readProof(untrusted);
  if (!parsed.ok) return parsed;
  const counted = await countGuess(context);
  if (!counted.ok) return counted;
  const { attempts, userId, sessionId } = counted.value;
  const proof = await checkProof(context, { userId, askedFor: sessionId }, parsed.value);
  let reason = "";
  const confirmed = await act(context, "session.reauthenticate", async ({ tx, actor, now, audit }) => {
    const person = asPerson(actor);
    if (!person.ok) return person;
    const taken = await takeProof(tx, { keys: context.keys, now }, userId, proof);
    if (!taken.ok) {
      reason = taken.reason;
      return wrongProof(parsed.value);
    }
    const signedIn = await rotateSession(tx, now, context.origin, person.value);
    if (signedIn === null) return refuseWith("unauthenticated");
    await audit({ action: "session.confirm_code", details: { secondStep: taken.of } });
    return done(signedIn);
  });
  if (confirmed.ok) await forgiveAttempts(context.db, attempts);
  else if (confirmed.refusal.code === "invalid_credentials") await recordFailure(context, reason);
  return confirmed;
}

// Counted before the code is looked at, so that guesses at the same time are all counted.
async function countGuess(context: Context) {
  const counted = await read(context, "session.reauthenticate", async ({ actor }) => {
    const person = asPerson(actor);
    if (!person.ok) return person;
    const { userId, sessionId } = person.value;
    const attempts = [{ bound: "confirmation_code", key: userId }] as const;
    return done({ attempts, userId, sessionId, slowed: await countAttempts(context.db, attempts) });
  });
  if (!counted.ok) return counted;
  const { slowed, ...guess } = counted.value;
  if (slowed === null) return done(guess);
  if (slowed.isFirst) await recordFailure(context, "too many attempts");
  return refuseWith("too_many_attempts", waitSentence(slowed.waitSeconds));
}

async function recordFailure(context: Context, reason: string): Promise<void> {
  await read(context, "session.reauthenticate", async ({ actor, accountId, now }) => {
    await context.db.$transaction((tx) =>
      recordAudit(tx, now, context.origin, {
        accountId,
        actor: auditActor(actor),
        action: "session.confirm_code_failed",
        outcome: "refused",
        details: { reason },
      }),
    );
    return done(null);
  });
}

// The field is that of a code for all: recovery codes go for who has keys alone. `key` tells a page of before that a key would do.
function askForFactor(kinds: readonly SecondFactorKind[]) {
  const asked = kinds.includes("app")
    ? "Enter a code of your authenticator app."
    : "Use your security key, or enter a recovery code.";
  const orKey = kinds.includes("key") ? { key: "would do" } : null;
  return refuseWith("second_step_required", asked, { code: asked, ...orKey });
}
