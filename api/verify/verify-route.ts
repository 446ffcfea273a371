import type { FastifyInstance, FastifyRequest } from "fastify";
import { parseJson } from "@/api/json/parse-json";
import { describe, type Operation } from "@/api/openapi/operation";
import { type AnswerDeps, answerVerify, readVerifyCaller } from "@/api/verify/answer-verify";
import { sendAnswer } from "@/api/verify/send-answer";
import { verificationExample, verificationSchema } from "@/api/verify/verification-schema";
import { verifyInput } from "@/services/verification/ask-fields";

export const verifyPath = "/v1/tokens/verify";

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

/**
 * `POST /v1/tokens/verify`: a gateway asks about a token and gets the exact verdict, with 200 whatever it is (design §5). Plain
 * requests never come here: `createFastLane` answers them before the framework, by the same function.
 */
export function registerVerify(root: FastifyInstance, deps: AnswerDeps): void {
  root.register(async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) =>
      done(null, body),
    );
    app.post(verifyPath, { config: describe(verifyToken) }, (request, reply) =>
      sendAnswer(reply, "verify", deps.verification.meter, (answered) =>
        answerVerify(deps, readVerifyCaller(deps, request), readBody(request), request.id, answered),
      ),
    );
  });
}

function readBody({ body }: FastifyRequest): unknown {
  return body === undefined ? undefined : parseJson(body as Buffer);
}
