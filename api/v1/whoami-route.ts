import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { senderAddress } from "@/api/client-address";
import { setLimitHeaders } from "@/api/limit-headers";
import { describe, type Operation } from "@/api/openapi/operation";
import { InvalidRequest, readAuthorization, readOrFault, readParameter } from "@/api/request-credentials";
import { sendRefusal } from "@/api/verify/refusal";
import { verificationExample, verificationSchema } from "@/api/verify/verification-schema";
import { tokenTypeNames } from "@/domain/tokens/types";
import { toAnswer } from "@/services/verification/answer";
import { askFields } from "@/services/verification/ask-fields";
import type { VerificationDeps } from "@/services/verification/verification";
import { verifySelf } from "@/services/verification/verify-self";

const whoami: Operation = {
  id: "whoami",
  summary: "What is this token?",
  description: "With `permission` also whether the token has it: 403 when it is valid and has not.",
  tag: "Self",
  credentials: "token",
  types: tokenTypeNames,
  query: z.object({ permission: askFields.permission.optional() }),
  answers: { 200: { description: "The token.", schema: verificationSchema, example: verificationExample } },
};

/**
 * `GET /api/v1.0/whoami`: what the presented token is, and with `?permission=` whether it has that permission (ZE-03, ZE-04:
 * missing, invalid and revoked are 401, valid without permission is 403).
 */
export function registerWhoami(app: FastifyInstance, verification: VerificationDeps): void {
  app.get("/api/v1.0/whoami", { config: describe(whoami) }, async (request, reply) => {
    const credential = readAuthorization(request);
    const asked = readOrFault(() => readPermission(request));
    const permission = asked instanceof InvalidRequest ? null : asked;
    const result = await verifySelf(verification, {
      credential,
      permission,
      ip: senderAddress(request),
      agent: request.headers["user-agent"] ?? "",
    });
    request.outcome = { verdict: result.verdict, tokenId: result.facts?.token.id };
    if (result.verdict !== "valid") return sendRefusal(reply, result.verdict, permission, result);
    setLimitHeaders(reply, result);
    if (asked instanceof InvalidRequest) throw asked;
    return reply
      .header("content-type", "application/json; charset=utf-8")
      .send(JSON.stringify(toAnswer(result)));
  });
}

function readPermission(request: FastifyRequest): string | null {
  const permission = readParameter(request, "permission");
  if (permission === null || askFields.permission.safeParse(permission).success) return permission;
  throw new InvalidRequest('The parameter permission must be a permission such as "reports:read".');
}
