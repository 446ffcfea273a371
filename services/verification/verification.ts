import type { Credential } from "@/domain/verification/credential";
import { type Ask, type Decision, decide, refused, type TokenFacts } from "@/domain/verification/decide";
import type { Keyring } from "@/services/keys/keyring";
import type { UsageRecorder } from "@/services/usage/recorder";
import type { Lookup } from "@/services/verification/lookup";
import type { LookedUp } from "@/services/verification/lookup-statement";

/** What verification works with; one per process. */
export type VerificationDeps = {
  readonly lookup: Lookup;
  readonly keys: Pick<Keyring, "digest">;
  readonly usage: Pick<UsageRecorder, "record">;
  /** The clock; tests inject it. */
  readonly now: () => Date;
};

/** A decision with the rows it rests on; `facts` null where no token is known. */
export type Verification = Decision & { readonly facts: TokenFacts | null };

/** Starts the look-up of a credential; null at once, without asking the database, when its form or checksum is wrong. */
export function startLookup(
  { lookup, keys }: VerificationDeps,
  credential: Credential,
  organization: Ask["organization"],
): Promise<LookedUp | null> | null {
  if (credential.kind !== "token") return null;
  const named = organization === "unnamed" ? null : organization;
  return lookup.find(keys.digest(credential.token.text), named);
}

/** Decides on a credential after its look-up. */
export function decideOn(
  credential: Credential,
  facts: TokenFacts | null,
  ask: Omit<Ask, "scheme">,
  now: Date,
): Verification {
  if (credential.kind !== "token") return { ...refused(credential.kind), facts: null };
  return { ...decide(facts, { ...ask, scheme: credential.scheme }, now), facts };
}
