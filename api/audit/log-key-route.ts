import type { FastifyInstance } from "fastify";
import { describe } from "@/api/openapi/operation";
import { sendProblem } from "@/api/problem";
import { deploymentLogId } from "@/domain/audit/log-id";
import { logHandoversPath, logKeyPath } from "@/domain/audit/log-key-path";
import { logHandovers } from "@/services/audit/log/handovers";
import { logKeyFile, logPublicKeys } from "@/services/audit/log/public-keys";

const pemType = "application/x-pem-file";
const noteType = "text/plain; charset=utf-8";
// So long a new key may be missing: whoever verifies meanwhile is told that the key is another one.
const cacheControl = "public, max-age=300";
const periods = "Signs since 2026-06-15T10:30:00.000Z\n";

const keyOperation = describe({
  id: "getAuditLogKey",
  summary: "Read the public key of the audit logs",
  description:
    "The Ed25519 key (PEM, SPKI) that signs the checkpoints of every account's audit log; keys that signed earlier follow it, each with the time in which it " +
    "signed. Keep a copy of your own: a key that comes with what it is to prove, proves nothing.",
  tag: "Verification",
  credentials: "none",
  answers: {
    200: {
      description: "The keys, in PEM.",
      contentType: pemType,
      example: `${periods}-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n`,
    },
  },
  refusals: ["not_found"],
});

const handoversOperation = describe({
  id: "getAuditLogHandovers",
  summary: "Read how the key of the audit logs was replaced",
  description:
    "A C2SP signed note for each time that the key was replaced, oldest first, signed by the old key and by the new one: whoever trusts one of them is led to " +
    "the others. Not found while there was only one key. A key that somebody else may have hands over to none.",
  tag: "Verification",
  credentials: "none",
  answers: {
    200: {
      description: "The notes, one after the other.",
      contentType: "text/plain",
      example:
        "keydesk-audit-key/1\ndesk.example.com\nGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n2026-06-15T10:30:00.000Z\n\n— desk.example.com/audit-key 2x8f…\n— desk.example.com/audit-key 9K3b…\n",
    },
  },
  refusals: ["not_found"],
});

/** `GET /.well-known/keydesk-log.pub` and `.handovers`: what offline verifiers of the audit trail trust. */
export function registerLogKey(app: FastifyInstance): void {
  app.get(logKeyPath, { config: keyOperation }, async (_request, reply) => {
    const keys = await logPublicKeys(app.base, deploymentLogId);
    if (keys.length === 0)
      return sendProblem(reply, "not_found", { detail: "No checkpoint is signed yet, so there is no key." });
    return reply.header("content-type", pemType).header("cache-control", cacheControl).send(logKeyFile(keys));
  });
  app.get(logHandoversPath, { config: handoversOperation }, async (_request, reply) => {
    const notes = await logHandovers(app.base);
    if (notes.length === 0)
      return sendProblem(reply, "not_found", { detail: "No key has handed over to another one." });
    return reply.header("content-type", noteType).header("cache-control", cacheControl).send(notes.join(""));
  });
}
