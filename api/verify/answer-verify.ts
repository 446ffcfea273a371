import type { BlockList } from "node:net";
import { type Answer, answerRefusal } from "@/api/answer";
import { senderThrough } from "@/api/client-address";
import type { Incoming } from "@/api/incoming";
import { readGateway } from "@/api/request-credentials";
import { writeHeaders } from "@/api/wire/write-response";
import { buildGatewayChallenge } from "@/domain/verification/challenge";
import { type Credential, parsePresented } from "@/domain/verification/credential";
import { parseInput } from "@/services/kernel/parse";
import { writeAnswer } from "@/services/verification/answer";
import { readPlainAsk, type VerifyInput, verifyInput } from "@/services/verification/ask-fields";
import type { GatewayCaller } from "@/services/verification/identify-gateway";
import type { VerificationDeps } from "@/services/verification/verification";
import { askForGateway, type GatewayAnswer } from "@/services/verification/verify-for-gateway";

/** What questions are answered with. */
export type AnswerDeps = {
  readonly verification: VerificationDeps;
  readonly deskUrl: string;
  readonly trustedProxies: BlockList;
};

/** Told once: the answer, or what went wrong, for `tellError`. Must not throw. */
export type Answered = (error: Error | null, answer: Answer | null) => void;

const json = writeHeaders(["content-type", "application/json; charset=utf-8"]);

/** Who asks `POST /v1/tokens/verify`, by its head alone. Throws what `tellError` has words for. */
export function readVerifyCaller(deps: Pick<AnswerDeps, "trustedProxies">, request: Incoming): GatewayCaller {
  return {
    gateway: readGateway(request, true),
    gatewayIp: senderThrough(request, deps.trustedProxies),
    gatewayAgent: request.headers["user-agent"] ?? "",
  };
}

/**
 * Answers `POST /v1/tokens/verify`. Throws at once, or tells, what `tellError` has words for.
 * @param sent its body, as JSON; undefined where none was sent
 */
export function answerVerify(
  deps: AnswerDeps,
  caller: GatewayCaller,
  sent: unknown,
  requestId: string,
  answered: Answered,
): void {
  const { gateway } = caller;
  let asked: VerifyInput | null = readPlainAsk(sent);
  if (asked === null) {
    const input = parseInput(verifyInput, sent);
    // Who may not ask learns nothing of how to ask.
    if (!input.ok && gateway.kind === "token" && gateway.token.type === "gateway") {
      const { message, fields } = input.refusal;
      const extras = { detail: message, ...(fields ? { fields } : {}) };
      answered(null, answerRefusal(deps.deskUrl, requestId, { code: "invalid_input", extras }, null));
      return;
    }
    asked = input.ok ? input.value : null;
  }
  const organization = asked?.organization;
  const question = {
    gateway,
    gatewayIp: caller.gatewayIp,
    subject: parsePresented(asked?.token ?? ""),
    ask: {
      permission: asked?.permission ?? null,
      organization: organization === undefined ? null : (organization ?? "unnamed"),
      ip: asked?.ip ?? null,
    },
    agent: asked?.agent ?? "",
    gatewayAgent: caller.gatewayAgent,
  } as const;
  askForGateway(deps.verification, question, (error, answer) => {
    if (error !== null || answer === null) answered(error, null);
    else if (answer.kind === "not_a_gateway") answered(null, refuseCaller(deps, requestId, gateway, answer));
    else {
      const { verification } = answer;
      const { text, bytes } = writeAnswer(verification);
      answered(null, {
        status: 200,
        headers: json,
        body: text,
        bodyBytes: bytes,
        outcome: {
          verdict: verification.verdict,
          tokenId: verification.facts?.token.id,
          gatewayId: answer.gateway.id,
        },
      });
    }
  });
}

/** The refusal of a caller that is no gateway. `headers`: what the endpoint says beside, as lines of `writeHeaders`. */
export function refuseCaller(
  { deskUrl }: Pick<AnswerDeps, "deskUrl">,
  requestId: string,
  gateway: Credential,
  { verdict }: GatewayAnswer & { readonly kind: "not_a_gateway" },
  headers = "",
): Answer {
  const challenge = writeHeaders(["www-authenticate", buildGatewayChallenge(gateway.kind !== "missing")]);
  return answerRefusal(
    deskUrl,
    requestId,
    { code: "gateway_unauthenticated", headers: challenge + headers },
    { verdict: `gateway_${verdict}` },
  );
}
