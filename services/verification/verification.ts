import type { LimitStanding } from "@/domain/limits/standing";
import type { Credential } from "@/domain/verification/credential";
import { type Ask, type Decision, decide, refused, type TokenFacts } from "@/domain/verification/decide";
import type { Verdict } from "@/domain/verification/verdicts";
import type { Keyring } from "@/services/keys/keyring";
import type { Limiter } from "@/services/limits/limiter";
import type { UsageRecorder } from "@/services/usage/recorder";
import type { Lookup } from "@/services/verification/lookup";
import type { LookedUp } from "@/services/verification/lookup-statement";

/** What verification works with; one per process. */
export type VerificationDeps = {
  readonly lookup: Lookup;
  readonly keys: Pick<Keyring, "digest">;
  readonly usage: Pick<UsageRecorder, "record">;
  readonly limits: Pick<Limiter, "judge">;
  /** The clock; tests inject it. */
  readonly now: () => Date;
};

/** A decision with the rows it rests on; `facts` null where no token is known. */
export type Decided = Decision & { readonly facts: TokenFacts | null };

/** A decision that has passed the limits, and where they stand now that the call is counted. */
export type Verification = Decided & {
  readonly limits: LimitStanding;
  /** What the verdict would be without limits: what may be said about the token rests on it. */
  readonly unlimited: Verdict;
};

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
): Decided {
  if (credential.kind !== "token") return { ...refused(credential.kind), facts: null };
  return { ...decide(facts, { ...ask, scheme: credential.scheme }, now), facts };
}
