import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { describe } from "@/api/openapi/operation";
import { nameSchema } from "@/api/openapi/wire";
import { authenticate, type Door } from "@/api/v1/authenticate";
import { refuse } from "@/api/v1/endpoint";
import { manifestExample } from "@/api/v1/export/export-examples";
import { parseCall, readQuery } from "@/api/v1/parse-call";
import { exportFormats } from "@/domain/export/formats";
import { manifestSchema } from "@/domain/export/manifest";
import { attachment } from "@/domain/text/content-disposition";
import { besideAttachment, besideFile } from "@/services/export/file-names";
import { type KeptManifest, loadManifest } from "@/services/export/load-manifest";

const door: Door = { types: ["export", "organization", "account"], organization: "required" };
const query = z.strictObject({
  _oid: z.uuid().optional().describe("The organization, for account tokens."),
});
const params = z.object({ id: z.uuid().describe("As in `X-Keydesk-Export` of the export.") });

const manifestOperation = describe({
  id: "getExportManifest",
  summary: "The manifest of an export",
  description:
    "What the file is: filter, who, when, rows, bytes, SHA-256; for audit trails also the checkpoint that they end at, and the hashes that prove each row to be in " +
    "the log, although others are left out. It is there when the last byte of the export is, and kept for a week. With more than 2,000 gaps these are a file of their own: " +
    "`/api/v1.0/export/manifests/{id}/skips`.",
  tag: "Export",
  credentials: "token",
  types: door.types,
  params,
  query,
  answers: {
    200: {
      description: "The manifest.",
      schema: nameSchema("ExportManifest", manifestSchema),
      example: manifestExample,
    },
  },
  refusals: ["not_found", "export_not_whole"],
});

const skipsOperation = describe({
  id: "getExportSkips",
  summary: "The gaps of an audit export",
  description:
    "A JSON object per line, as in `log.skips` of the manifest. Not found where the manifest holds them itself.",
  tag: "Export",
  credentials: "token",
  types: door.types,
  params,
  query,
  answers: {
    200: {
      description: "The gaps, in order.",
      contentType: exportFormats.jsonl.split(";", 1)[0]!,
      example: '{"before":48210,"subtrees":[[3,"dRGlZl27wU51wRi6VAnT52z/1R2tNbe30fd53Uybz24="]]}\n',
    },
  },
  refusals: ["not_found", "export_not_whole"],
});

/** `GET /api/v1.0/export/manifests/{id}` and its gaps: what an export is held against later. */
export function registerManifests(app: FastifyInstance): void {
  app.get("/api/v1.0/export/manifests/:id", { config: manifestOperation }, async (request, reply) => {
    const kept = await load(request, reply);
    if (kept === null) return reply;
    const { manifest, organizationName } = kept;
    return reply
      .header("content-type", exportFormats.json)
      .header("content-disposition", besideAttachment(besideFile.manifest, manifest.file, organizationName))
      .send(`${JSON.stringify(manifest, null, 2)}\n`);
  });
  app.get("/api/v1.0/export/manifests/:id/skips", { config: skipsOperation }, async (request, reply) => {
    const kept = await load(request, reply);
    if (kept === null) return reply;
    const { manifest, skips } = kept;
    if (skips === null)
      return refuse(reply, { code: "not_found", message: "The manifest holds the gaps itself." });
    return (
      reply
        .header("content-type", exportFormats.jsonl)
        // Under the name that the manifest gives, whatever the export is called.
        .header(
          "content-disposition",
          attachment(besideFile.skips(manifest.file), besideFile.skips(manifest.file)),
        )
        .send(Readable.from(skips, { objectMode: false }))
    );
  });
}

type Loaded = KeptManifest & { readonly organizationName: string };

async function load(request: FastifyRequest, reply: FastifyReply): Promise<Loaded | null> {
  const caller = await authenticate(request, reply, door);
  if (caller === null) return null;
  const asked = parseCall(query, readQuery(request));
  const found = asked.ok ? await loadManifest(caller.context, request.params, "export.read") : asked;
  if (found.ok) return { ...found.value, organizationName: caller.verification.organization?.name ?? "" };
  refuse(reply, found.refusal);
  return null;
}
