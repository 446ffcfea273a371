import type { Credential } from "@/domain/verification/credential";
import type { Ask } from "@/domain/verification/decide";
import { askThrough } from "@/domain/verification/gateway-scope";
import type { Verdict } from "@/domain/verification/verdicts";
import { applyLimits } from "@/services/verification/apply-limits";
import { promiseOf, type Told } from "@/services/verification/batched-lookup";
import {
  decideOnCaller,
  type GatewayCaller,
  refuseOtherKinds,
} from "@/services/verification/identify-gateway";
import type { GatewayRow, LookedUp } from "@/services/verification/lookup-row";
import {
  admit,
  decideOn,
  seekCredential,
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
 * Told once, with `VerificationUnavailable` as the error where nothing could be read; `told` must not throw. A callback, as the
 * promises of this path would cost as much as all its work.
 */
export function askForGateway(
  deps: VerificationDeps,
  question: GatewayQuestion,
  told: Told<GatewayAnswer | null>,
): void {
  // Nobody but a gateway makes us look anything up here.
  const other = refuseOtherKinds(question.gateway);
  if (other !== null) {
    told(null, { kind: "not_a_gateway", verdict: other });
    return;
  }
  const subject = admit(deps, question.subject);
  let caller: LookedUp | null = null;
  let found: LookedUp | null = null;
  let missing = 2;
  const fail = (error: unknown) => {
    if (missing === 0) return;
    missing = 0;
    told(error instanceof Error ? error : new Error("a verification failed", { cause: error }), null);
  };
  const arrived = () => {
    missing -= 1;
    if (missing !== 0) return;
    try {
      const answer = decideForGateway(deps, question, subject, caller, found);
      if (!(answer instanceof Promise)) {
        told(null, answer);
        return;
      }
      missing = 1;
      answer.then((later) => told(null, later), fail);
    } catch (error) {
      missing = 1;
      fail(error);
    }
  };
  seekCredential(deps, question.gateway, null, (error, row) => {
    caller = row;
    if (error === null) arrived();
    else fail(error);
  });
  seekCredential(deps, subject, question.ask.organization, (error, row) => {
    found = row;
    if (error === null) arrived();
    else fail(error);
  });
}

/** The same as a promise. Rejects with `VerificationUnavailable`. */
export async function verifyForGateway(
  deps: VerificationDeps,
  question: GatewayQuestion,
): Promise<GatewayAnswer> {
  const answer = await promiseOf<GatewayAnswer | null>((told) => askForGateway(deps, question, told));
  if (answer === null) throw new Error("an answer where there is no error");
  return answer;
}

// A promise only where the limits must read first.
function decideForGateway(
  deps: VerificationDeps,
  question: GatewayQuestion,
  subject: Credential,
  caller: LookedUp | null,
  found: LookedUp | null,
): GatewayAnswer | Promise<GatewayAnswer> {
  const { ask } = question;
  const now = deps.now();
  const callerVerdict = decideOnCaller(deps, question, caller, now);
  const row = caller?.gateway ?? null;
  if (callerVerdict !== "valid" || row === null) return { kind: "not_a_gateway", verdict: callerVerdict };
  const scope = {
    accountId: row.accountId,
    forDeployment: row.forDeployment,
    organization: caller?.facts.organization ?? null,
  };
  const { facts, organization } = askThrough(scope, found?.facts ?? null, ask.organization);
  const { permission, ip } = ask;
  const decided = decideOn(subject, facts, { permission, ip, organization, purpose: "access" }, now);
  const limited = applyLimits(deps, decided, {
    now,
    ip,
    toldBy: row.forDeployment ? null : row.accountId,
    isCall: true,
  });
  const count = (verification: Verification): GatewayAnswer => {
    deps.usage.record({
      at: now,
      verdict: verification.verdict,
      facts: verification.facts,
      gatewayId: row.id,
      ip,
      agent: question.agent,
      isCall: true,
    });
    return { kind: "answered", gateway: row, verification };
  };
  return limited instanceof Promise ? limited.then(count) : count(limited);
}
