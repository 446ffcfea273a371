import { type Answer, answerRefusal } from "@/api/answer";
import { peerAddress } from "@/api/client-address";
import type { Incoming } from "@/api/incoming";
import { listLimitHeaders } from "@/api/limit-headers";
import { readGateway } from "@/api/request-credentials";
import { type AnswerDeps, type Answered, refuseCaller } from "@/api/verify/answer-verify";
import type { ForwardedRequest } from "@/api/verify/forwarded-request";
import { buildRefusal } from "@/api/verify/refusal";
import { permissionPattern } from "@/domain/access/permissions";
import { errorHeader, verdictHeader } from "@/domain/verification/identity-headers";
import { clientError } from "@/domain/verification/verdicts";
import type { Verification } from "@/services/verification/verification";
import { askForGateway } from "@/services/verification/verify-for-gateway";

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
      const told = [verdictHeader, "gateway_unauthenticated"];
      answered(null, refuseCaller(deps, requestId, gateway, answer, told));
    } else {
      const { verification } = answer;
      const outcome = {
        verdict: verification.verdict,
        tokenId: verification.facts?.token.id,
        gatewayId: answer.gateway.id,
      };
      answered(null, { ...tell(deps, requestId, ask.permission, verification), outcome });
    }
  });
}

function tell(
  { deskUrl }: AnswerDeps,
  requestId: string,
  permission: string | null,
  verification: Verification,
): Omit<Answer, "outcome"> {
  const { verdict } = verification;
  if (verdict === "valid") return { status: 200, headers: allow(verification), body: "" };
  const refusal = buildRefusal(verdict, permission, verification);
  const headers = [verdictHeader, verdict, errorHeader, clientError(verdict), ...(refusal.headers ?? [])];
  return answerRefusal(deskUrl, requestId, { ...refusal, headers }, null);
}

// Ids and permission names only: nothing in these headers can end one header and begin another. All are always sent, so
// that a gateway replaces what its client may have sent under the same names.
function allow(verification: Verification): string[] {
  const { facts, organization, permissions } = verification;
  const headers = listLimitHeaders(verification);
  headers.push(
    verdictHeader,
    "valid",
    "x-keydesk-token",
    facts?.token.id ?? "",
    "x-keydesk-account",
    facts?.account.id ?? "",
    "x-keydesk-organization",
    organization?.id ?? "",
    "x-keydesk-user",
    facts?.user?.id ?? "",
    "x-keydesk-permissions",
    joinPermissions(permissions),
  );
  return headers;
}

function joinPermissions(permissions: readonly string[]): string {
  let joined = "";
  for (const permission of permissions) {
    if (permissionPattern.test(permission)) joined += joined === "" ? permission : ` ${permission}`;
  }
  return joined;
}
