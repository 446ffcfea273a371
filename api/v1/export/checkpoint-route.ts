import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { describe } from "@/api/openapi/operation";
import { authenticate, type Door } from "@/api/v1/authenticate";
import { refuse } from "@/api/v1/endpoint";
import { parseCall, readQuery } from "@/api/v1/parse-call";
import { findExportedCheckpoint } from "@/services/export/find-checkpoint";

/** Where the newest checkpoint is. */
export const checkpointPath = "/api/v1.0/export/audit/checkpoint";

const door: Door = { types: ["export", "organization", "account"], organization: "optional" };
const query = z.strictObject({
  _oid: z
    .uuid()
    .optional()
    .describe("An organization of the account. It changes nothing: the log is the account's."),
});
const noteType = "text/plain; charset=utf-8";

const operation = describe({
  id: "exportAuditCheckpoint",
  summary: "The newest signed checkpoint of the account's audit log",
  description:
    "A C2SP signed note: the log's origin, how many events it has, the root of their tree, and an Ed25519 signature. Keep it elsewhere: whoever holds it " +
    "can prove of any later export whether history was rewritten since.",
  tag: "Export",
  credentials: "token",
  types: door.types,
  query,
  answers: {
    200: {
      description: "The note.",
      contentType: "text/plain",
      example:
        "desk.example.com/audit/018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f\n48210\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— desk.example.com/audit/018f3c7e-5b1a-7c3d-9e2f-4a6b8c0d1e2f 2x8f…\n",
    },
  },
  refusals: ["not_found"],
});

/** `GET /api/v1.0/export/audit/checkpoint`: what whoever exports keeps beside the files. */
export function registerCheckpoint(app: FastifyInstance): void {
  app.get(checkpointPath, { config: operation }, async (request, reply) => {
    const caller = await authenticate(request, reply, door);
    if (caller === null) return reply;
    const asked = parseCall(query, readQuery(request));
    if (!asked.ok) return refuse(reply, asked.refusal);
    const found = await findExportedCheckpoint(caller.context);
    if (!found.ok) return refuse(reply, found.refusal);
    return reply.header("content-type", noteType).send(found.value.note);
  });
}
