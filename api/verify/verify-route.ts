import type { FastifyInstance } from "fastify";
import { senderAddress } from "@/api/client-address";
import { describe, type Operation } from "@/api/openapi/operation";
import { sendProblem } from "@/api/problem";
import { readGateway } from "@/api/request-credentials";
import { verificationExample, verificationSchema } from "@/api/verify/verification-schema";
import { buildGatewayChallenge } from "@/domain/verification/challenge";
import { parsePresented } from "@/domain/verification/credential";
import { parseInput } from "@/services/kernel/parse";
import { toAnswer } from "@/services/verification/answer";
import { verifyInput } from "@/services/verification/ask-fields";
import type { VerificationDeps } from "@/services/verification/verification";
import { verifyForGateway } from "@/services/verification/verify-for-gateway";

const verifyToken: Operation = {
  id: "verifyToken",
  summary: "Is this token good, for this?",
  description: "Always 200 for a gateway's question: the verdict says whether the token is good, exactly.",
  tag: "Verification",
  credentials: "gateway",
  body: {
    schema: verifyInput,
    example: { token: "PT_…", permission: "reports:read", ip: "192.0.2.44", method: "GET", path: "/reports" },
  },
  answers: { 200: { description: "The verdict.", schema: verificationSchema, example: verificationExample } },
};

/** `POST /v1/tokens/verify`: a gateway asks about a token and gets the exact verdict, with 200 whatever it is (design §5). */
export function registerVerify(app: FastifyInstance, verification: VerificationDeps): void {
  app.post("/v1/tokens/verify", { config: describe(verifyToken) }, async (request, reply) => {
    const gateway = readGateway(request, true);
    const input = parseInput(verifyInput, request.body);
    // Who may not ask learns nothing of how to ask.
    if (!input.ok && gateway.kind === "token" && gateway.token.type === "gateway") {
      return sendProblem(reply, "invalid_input", {
        detail: input.refusal.message,
        ...(input.refusal.fields ? { fields: input.refusal.fields } : {}),
      });
    }
    const asked = input.ok ? input.value : null;
    const organization = asked?.organization;
    const answer = await verifyForGateway(verification, {
      gateway,
      gatewayIp: senderAddress(request),
      subject: parsePresented(asked?.token ?? ""),
      ask: {
        permission: asked?.permission ?? null,
        organization: organization === undefined ? null : (organization ?? "unnamed"),
        ip: asked?.ip ?? null,
      },
      agent: asked?.agent ?? "",
      gatewayAgent: request.headers["user-agent"] ?? "",
    });
    if (answer.kind === "not_a_gateway") {
      request.outcome = { verdict: `gateway_${answer.verdict}` };
      reply.header("www-authenticate", buildGatewayChallenge(gateway.kind !== "missing"));
      return sendProblem(reply, "gateway_unauthenticated");
    }
    request.outcome = {
      verdict: answer.verification.verdict,
      tokenId: answer.verification.facts?.token.id,
      gatewayId: answer.gateway.id,
    };
    return reply
      .header("content-type", "application/json; charset=utf-8")
      .send(JSON.stringify(toAnswer(answer.verification)));
  });
}
