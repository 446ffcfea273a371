import type { FastifyInstance } from "fastify";
import { describe } from "@/api/openapi/operation";
import { sendProblem } from "@/api/problem";
import { deploymentLogId } from "@/domain/audit/log-id";
import { logKeyPath } from "@/domain/audit/log-key-path";
import { logPublicKeys } from "@/services/audit/log/public-keys";

const pemType = "application/x-pem-file";

const operation = describe({
  id: "getAuditLogKey",
  summary: "Read the public key of the audit logs",
  description:
    "The Ed25519 key (PEM, SPKI) that signs the checkpoints of every account's audit log; keys that signed earlier follow it. Keep a copy of your own: " +
    "a key that comes with what it is to prove, proves nothing.",
  tag: "Verification",
  credentials: "none",
  answers: {
    200: {
      description: "The key, in PEM.",
      contentType: pemType,
      example:
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n",
    },
  },
  refusals: ["not_found"],
});

/** `GET /.well-known/keydesk-log.pub`: what offline verifiers of the audit trail trust. */
export function registerLogKey(app: FastifyInstance): void {
  app.get(logKeyPath, { config: operation }, async (_request, reply) => {
    const keys = await logPublicKeys(app.base, deploymentLogId);
    if (keys.length === 0)
      return sendProblem(reply, "not_found", { detail: "No checkpoint is signed yet, so there is no key." });
    return reply
      .header("content-type", pemType)
      .header("cache-control", "public, max-age=300")
      .send(keys.map((key) => key.pem).join(""));
  });
}
