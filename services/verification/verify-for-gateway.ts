import type { Credential } from "@/domain/verification/credential";
import type { Ask } from "@/domain/verification/decide";
import { askThrough } from "@/domain/verification/gateway-scope";
import type { Verdict } from "@/domain/verification/verdicts";
import { applyLimits } from "@/services/verification/apply-limits";
import {
  decideOnCaller,
  type GatewayCaller,
  refuseOtherKinds,
} from "@/services/verification/identify-gateway";
import type { GatewayRow } from "@/services/verification/lookup-statement";
import {
  admit,
  decideOn,
  startLookup,
  type Verification,
  type VerificationDeps,
} from "@/services/verification/verification";

export type GatewayQuestion = GatewayCaller & {
  /** The token that it asks about, as its client presented it. */
  readonly subject: Credential;
  readonly ask: Pick<Ask, "permission" | "organization" | "ip">;
  /** User agent of the token's client. */
  readonly agent: string;
};

export type GatewayAnswer =
  /** The caller may not ask; `verdict` is for the log. */
  | { readonly kind: "not_a_gateway"; readonly verdict: Verdict }
  | {
      readonly kind: "answered";
      readonly gateway: GatewayRow;
      readonly verification: Verification;
    };

/**
 * Answers a gateway's question about a token (design §5). The gateway's own token goes through the same look-up, so a revoked
 * gateway is refused at once. A gateway of one account knows only that account's tokens, one of an organization only its own.
 * Rejects with `VerificationUnavailable`.
 */
export async function verifyForGateway(
  deps: VerificationDeps,
  question: GatewayQuestion,
): Promise<GatewayAnswer> {
  const { gateway, ask } = question;
  // Nobody but a gateway makes us look anything up here.
  const other = refuseOtherKinds(gateway);
  if (other !== null) return { kind: "not_a_gateway", verdict: other };
  const subject = admit(deps, question.subject);
  const [caller, found] = await Promise.all([
    startLookup(deps, gateway, null),
    startLookup(deps, subject, ask.organization),
  ]);
  const now = deps.now();
  const callerVerdict = decideOnCaller(deps, question, caller, now);
  const row = caller?.gateway ?? null;
  if (callerVerdict !== "valid" || row === null) return { kind: "not_a_gateway", verdict: callerVerdict };
  const scope = { ...row, organization: caller?.facts.organization ?? null };
  const { facts, organization } = askThrough(scope, found?.facts ?? null, ask.organization);
  const decided = decideOn(subject, facts, { ...ask, organization, purpose: "access" }, now);
  const limited = applyLimits(deps, decided, {
    now,
    ip: ask.ip,
    toldBy: row.forDeployment ? null : row.accountId,
    isCall: true,
  });
  const verification = limited instanceof Promise ? await limited : limited;
  deps.usage.record({
    at: now,
    verdict: verification.verdict,
    facts: verification.facts,
    gatewayId: row.id,
    ip: ask.ip,
    agent: question.agent,
    isCall: true,
  });
  return { kind: "answered", gateway: row, verification };
}
