import type { LimitStanding } from "@/domain/limits/standing";
import type { Credential } from "@/domain/verification/credential";
import { type Ask, type Decision, decide, refused, type TokenFacts } from "@/domain/verification/decide";
import { isJwtAdmissible, type JwtPolicy } from "@/domain/verification/jwt";
import type { Verdict } from "@/domain/verification/verdicts";
import type { Keyring } from "@/services/keys/keyring";
import type { Limiter } from "@/services/limits/limiter";
import type { Meter } from "@/services/metrics/meter";
import type { UsageRecorder } from "@/services/usage/recorder";
import { findSigner } from "@/services/verification/find-signer";
import type { Lookup } from "@/services/verification/lookup";
import type { LookedUp } from "@/services/verification/lookup-statement";

/** What verification works with; one per process. */
export type VerificationDeps = {
  readonly lookup: Lookup;
  readonly keys: Pick<Keyring, "digest" | "envelope">;
  readonly usage: Pick<UsageRecorder, "record">;
  readonly limits: Pick<Limiter, "judge">;
  readonly meter: Meter;
  readonly jwtPolicy: JwtPolicy;
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

/** A credential as this deployment takes it: a JWT for another audience, or one that would last too long, is malformed. */
export function admit(deps: Pick<VerificationDeps, "jwtPolicy" | "now">, credential: Credential): Credential {
  if (credential.kind !== "jwt" || isJwtAdmissible(credential.jwt, deps.jwtPolicy, deps.now()))
    return credential;
  return { kind: "malformed" };
}

/** Starts the look-up of a credential; null at once, without asking the database, when its form or checksum is wrong. */
export function startLookup(
  deps: VerificationDeps,
  credential: Credential,
  organization: Ask["organization"],
): Promise<LookedUp | null> | null {
  const { lookup, keys } = deps;
  const named = organization === "unnamed" ? null : organization;
  if (credential.kind === "jwt") return findSigner(deps, credential.jwt, named);
  if (credential.kind !== "token") return null;
  return lookup.find(keys.digest(credential.token.text), named);
}

/** Decides on a credential after its look-up. */
export function decideOn(
  credential: Credential,
  facts: TokenFacts | null,
  ask: Omit<Ask, "scheme">,
  now: Date,
): Decided {
  if (credential.kind === "missing" || credential.kind === "malformed")
    return { ...refused(credential.kind), facts: null };
  const jwt = credential.kind === "jwt" ? { jwt: credential.jwt } : {};
  return { ...decide(facts, { ...ask, ...jwt, scheme: credential.scheme }, now), facts };
}
