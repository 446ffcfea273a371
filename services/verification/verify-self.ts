import type { TokenType } from "@/domain/tokens/types";
import type { Credential } from "@/domain/verification/credential";
import type { Ask } from "@/domain/verification/decide";
import { timeAnswer } from "@/services/metrics/time-answer";
import { applyLimits } from "@/services/verification/apply-limits";
import {
  admit,
  decideOn,
  startLookup,
  type Verification,
  type VerificationDeps,
} from "@/services/verification/verification";

export type SelfQuestion = {
  readonly credential: Credential;
  readonly permission: string | null;
  /** Types that may call here, and the organization of the call; see `Ask`. */
  readonly types?: readonly TokenType[];
  readonly organization?: Ask["organization"];
  readonly ip: string | null;
  readonly agent: string;
};

/**
 * Decides on a token that its bearer presents to Keydesk itself (ZE-04: missing, invalid and revoked are 401, a lacking
 * permission is 403). Counts as a use. Rejects with `VerificationUnavailable`.
 */
export function verifySelf(deps: VerificationDeps, question: SelfQuestion): Promise<Verification> {
  return timeAnswer(
    deps.meter,
    "self",
    ({ verdict }) => verdict,
    () => verify(deps, question),
  );
}

async function verify(deps: VerificationDeps, question: SelfQuestion): Promise<Verification> {
  const { permission, types, organization = null, ip, agent } = question;
  const credential = admit(deps, question.credential);
  const found = await startLookup(deps, credential, organization);
  const now = deps.now();
  const decided = decideOn(
    credential,
    found?.facts ?? null,
    { permission, ...(types ? { types } : {}), organization, ip, purpose: "self" },
    now,
  );
  // A gateway's token that asks about itself makes no call of its account.
  const isCall = decided.facts?.token.type !== "gateway";
  const limited = applyLimits(deps, decided, { now, ip, toldBy: null, isCall });
  const verification = limited instanceof Promise ? await limited : limited;
  deps.usage.record({
    at: now,
    verdict: verification.verdict,
    facts: verification.facts,
    gatewayId: null,
    ip,
    agent,
    isCall,
  });
  return verification;
}
