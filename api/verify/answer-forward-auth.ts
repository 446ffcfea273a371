import { type Answer, answerRefusal } from "@/api/answer";
import { peerAddress } from "@/api/client-address";
import type { Incoming } from "@/api/incoming";
import type { Outcome } from "@/api/log";
import { readGateway } from "@/api/request-credentials";
import { type AnswerDeps, type Answered, refuseCaller } from "@/api/verify/answer-verify";
import type { ForwardedRequest } from "@/api/verify/forwarded-request";
import { buildRefusal } from "@/api/verify/refusal";
import { writeAllowed } from "@/api/verify/write-allowed";
import { writeHeaders } from "@/api/wire/write-response";
import { errorHeader, verdictHeader } from "@/domain/verification/identity-headers";
import { clientError } from "@/domain/verification/verdicts";
import type { Verification } from "@/services/verification/verification";
import { askForGateway } from "@/services/verification/verify-for-gateway";

const notGateway = writeHeaders([verdictHeader, "gateway_unauthenticated"]);

/** Answers a gateway's question about the request before it. Throws at once, or tells, what `tellError` has words for. */
export function answerForwardAuth(
  deps: AnswerDeps,
  request: Incoming,
  { subject, ask }: ForwardedRequest,
  requestId: string,
  answered: Answered,
): void {
  const gateway = readGateway(request, false);
  const question = {
    gateway,
    gatewayIp: peerAddress(request),
    subject,
    ask,
    agent: request.headers["user-agent"] ?? "",
    gatewayAgent: "",
  };
  askForGateway(deps.verification, question, (error, answer) => {
    if (error !== null || answer === null) answered(error, null);
    else if (answer.kind === "not_a_gateway") {
      answered(null, refuseCaller(deps, requestId, gateway, answer, notGateway));
    } else {
      const { verification } = answer;
      const outcome = {
        verdict: verification.verdict,
        tokenId: verification.facts?.token.id,
        gatewayId: answer.gateway.id,
      };
      answered(null, tell(deps, requestId, ask.permission, verification, outcome));
    }
  });
}

function tell(
  { deskUrl }: AnswerDeps,
  requestId: string,
  permission: string | null,
  verification: Verification,
  outcome: Outcome,
): Answer {
  const { verdict } = verification;
  if (verdict === "valid") {
    return { status: 200, headers: writeAllowed(verification), body: "", bodyBytes: 0, outcome };
  }
  const refusal = buildRefusal(verdict, permission, verification);
  const told = writeHeaders([verdictHeader, verdict, errorHeader, clientError(verdict)]);
  return answerRefusal(deskUrl, requestId, { ...refusal, headers: told + refusal.headers }, outcome);
}
