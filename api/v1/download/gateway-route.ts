import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { describe, type Operation } from "@/api/openapi/operation";
import { authenticate, type Door } from "@/api/v1/authenticate";
import { refuse } from "@/api/v1/endpoint";
import { parseCall, readQuery } from "@/api/v1/parse-call";
import { archiveType, packBundle } from "@/domain/gateways/pack";
import { attachment } from "@/domain/text/content-disposition";
import { downloadGateway, downloadInput } from "@/services/gateways/download";

/** Who downloads: for the organization of its token, or with an account token for the one that it names, or for the account. */
const door: Door = { types: ["download", "organization", "account"], organization: "optional" };

const query = z.strictObject({
  ...downloadInput.shape,
  _oid: z.uuid().optional().describe("For account tokens: the organization that the gateway is for."),
});

const operation: Operation = {
  id: "downloadGateway",
  summary: "A gateway, ready to run",
  description:
    "Configuration of nginx, Caddy, Traefik or Envoy with a token made for this gateway alone, as .tar.gz; its README starts it in three commands. Each download makes a gateway of its own, which is listed, audited and removed by itself. The gateway asks about the tokens of the organization, and about the account's tokens that are bound to none.",
  tag: "Download",
  credentials: "token",
  types: door.types,
  query,
  answers: {
    200: {
      description: "The bundle. What holds the token unpacks readable by its owner only.",
      contentType: archiveType,
      headers: { "Content-Disposition": "The name to save it under." },
    },
  },
  refusals: ["invalid_input", "cap_reached"],
};

/** `GET /api/v1.0/download/gateway?kind=nginx|caddy|traefik|envoy` (design §6; runZero, "Download tokens"). */
export function registerDownloads(app: FastifyInstance): void {
  // No HEAD: it would make a gateway that nobody has.
  const options = { config: describe(operation), exposeHeadRoute: false };
  app.get("/api/v1.0/download/gateway", options, async (request, reply) => {
    const caller = await authenticate(request, reply, door);
    if (caller === null) return reply;
    const { context } = caller;
    const asked = parseCall(query, readQuery(request));
    if (!asked.ok) return refuse(reply, asked.refusal);
    const { kind, name } = asked.value;
    const made = await downloadGateway(context, { kind, name });
    if (!made.ok) return refuse(reply, made.refusal);
    const { apiUrl, deskUrl } = context.config;
    const facts = { name: made.value.name, token: made.value.secret, apiUrl, deskUrl };
    const { fileName, bytes } = await packBundle(kind, facts, context.now());
    return reply
      .header("content-type", archiveType)
      .header("content-disposition", attachment(fileName, fileName))
      .send(Buffer.from(bytes));
  });
}
