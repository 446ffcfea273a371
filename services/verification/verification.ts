import type { LimitStanding } from "@/domain/limits/standing";
import type { Credential } from "@/domain/verification/credential";
import { type Ask, type Decision, decide, refused, type TokenFacts } from "@/domain/verification/decide";
import { isJwtAdmissible, type JwtPolicy } from "@/domain/verification/jwt";
import type { Verdict } from "@/domain/verification/verdicts";
import type { Keyring } from "@/services/keys/keyring";
import type { Limiter } from "@/services/limits/limiter";
import type { Meter } from "@/services/metrics/meter";
import type { UsageRecorder } from "@/services/usage/recorder";
import { promiseOf, type Told } from "@/services/verification/batched-lookup";
import { findSigner } from "@/services/verification/find-signer";
import type { Lookup } from "@/services/verification/lookup";
import type { LookedUp } from "@/services/verification/lookup-row";

/** What verification works with; one per process. */
export type VerificationDeps = {
  readonly lookup: Lookup;
  readonly keys: Pick<Keyring, "digestText" | "envelope">;
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

type Keys = VerificationDeps["keys"];

// Of gateways' tokens, whose parsed form is kept by who reads it: the digest is a function of text and keys, and no verdict.
const digests = new WeakMap<Keys, WeakMap<Credential, string>>();

function digestOf(keys: Keys, credential: Credential & { readonly kind: "token" }): string {
  if (credential.token.type !== "gateway") return keys.digestText(credential.token.text);
  let known = digests.get(keys);
  if (known === undefined) {
    known = new WeakMap();
    digests.set(keys, known);
  }
  let digest = known.get(credential);
  if (digest === undefined) {
    digest = keys.digestText(credential.token.text);
    known.set(credential, digest);
  }
  return digest;
}

/** Looks a credential up; tells null at once, without asking the database, when its form or checksum is wrong. `told` must not throw. */
export function seekCredential(
  deps: VerificationDeps,
  credential: Credential,
  organization: Ask["organization"],
  told: Told<LookedUp | null>,
): void {
  const named = organization === "unnamed" ? null : organization;
  if (credential.kind === "token") deps.lookup.seek(digestOf(deps.keys, credential), named, told);
  else if (credential.kind !== "jwt") told(null, null);
  else {
    findSigner(deps, credential.jwt, named).then(
      (found) => told(null, found),
      (error: Error) => told(error, null),
    );
  }
}

/** The same as a promise. Rejects with `VerificationUnavailable`. */
export function startLookup(
  deps: VerificationDeps,
  credential: Credential,
  organization: Ask["organization"],
): Promise<LookedUp | null> {
  return promiseOf((told) => seekCredential(deps, credential, organization, told));
}

/** Decides on a credential after its look-up. Written without spreads: it runs twice with every question of a gateway. */
export function decideOn(
  credential: Credential,
  facts: TokenFacts | null,
  ask: Omit<Ask, "scheme" | "jwt">,
  now: Date,
): Decided {
  if (credential.kind === "missing" || credential.kind === "malformed") {
    const { verdict, organization, permissions } = refused(credential.kind);
    return { verdict, organization, permissions, facts: null };
  }
  const { verdict, organization, permissions } = decide(
    facts,
    {
      permission: ask.permission,
      types: ask.types,
      organization: ask.organization,
      ip: ask.ip,
      purpose: ask.purpose,
      scheme: credential.scheme,
      jwt: credential.kind === "jwt" ? credential.jwt : undefined,
    },
    now,
  );
  return { verdict, organization, permissions, facts };
}
