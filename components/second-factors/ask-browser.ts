"use client";

import { unanswered } from "@/components/forms/unreachable";
import { done, type Result, refuse } from "@/domain/result";
import type {
  KeyAnswer,
  KeyQuestion,
  NewKeyAnswer,
  NewKeyQuestion,
} from "@/domain/second-factors/key-messages";

type Ceremonies = typeof import("@simplewebauthn/browser");

/** Has the browser ask for a security key that is to be added. What goes wrong comes back in words; nothing is sent then. */
export function makeKey(question: NewKeyQuestion, signal: AbortSignal): Promise<Result<NewKeyAnswer>> {
  return ask(question, question.rp.id ?? "", signal, ({ startRegistration }) =>
    startRegistration({ optionsJSON: question }),
  );
}

/**
 * Has the browser ask one of the person's security keys. What goes wrong comes back in words; nothing is sent then.
 * @param askServer gives what the key is to be asked
 */
export async function answerByKey(
  askServer: () => Promise<Result<KeyQuestion>>,
  signal: AbortSignal,
): Promise<Result<KeyAnswer>> {
  const asked = await askServer().catch(unanswered);
  if (!asked.ok) return asked;
  const question = asked.value;
  return ask(question, question.rpId ?? "", signal, ({ startAuthentication }) =>
    startAuthentication({ optionsJSON: question }),
  );
}

async function ask<T>(
  { timeout }: { timeout?: number },
  desk: string,
  signal: AbortSignal,
  run: (ceremonies: Ceremonies) => Promise<T>,
): Promise<Result<T>> {
  if (!window.isSecureContext)
    return refused("Browsers ask for security keys on https alone, and this page came over plain http.");
  if (!("PublicKeyCredential" in window)) return refused("This browser knows no security keys.");
  // The code comes when a key is asked for.
  const ceremonies = await import("@simplewebauthn/browser").catch(() => null);
  if (ceremonies === null) return unanswered(null);
  const callOff = () => ceremonies.WebAuthnAbortService.cancelCeremony();
  signal.addEventListener("abort", callOff);
  const begun = performance.now();
  try {
    if (signal.aborted) return refused(calledOff);
    const answer = await run(ceremonies);
    return signal.aborted ? refused(calledOff) : done(answer);
  } catch (problem) {
    const isLate = timeout !== undefined && performance.now() - begun >= timeout;
    return refused(isLate ? "The key was waited for in vain. Try again." : inWords(problem, desk));
  } finally {
    signal.removeEventListener("abort", callOff);
  }
}

// Seen by nobody: what would show it is gone.
const calledOff = "The key was not waited for any longer.";

// By the name alone: what browsers say beside it is for who writes programs, and differs between them.
function inWords(problem: unknown, desk: string): string {
  switch (problem instanceof Error ? problem.name : "") {
    // Which of them it was browsers do not tell, so that no page finds out which keys there are.
    case "NotAllowedError":
    case "AbortError":
      return "No key has answered: it was called off, took too long, or none of yours is at hand. Try again.";
    case "InvalidStateError":
      return "This key is added already. Use another one.";
    case "SecurityError":
      return `Security keys are not allowed at this address. Open the desk at ${desk} and try again.`;
    case "NotSupportedError":
    case "ConstraintError":
      return "This key cannot do what is needed here. Use another one.";
    default:
      return "The key could not be read. Try again, or use another way.";
  }
}

function refused(message: string) {
  return refuse({ code: "invalid_credentials", message });
}
