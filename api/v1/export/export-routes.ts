import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { describe } from "@/api/openapi/operation";
import { sendProblem } from "@/api/problem";
import { authenticate, type Door } from "@/api/v1/authenticate";
import { refuse } from "@/api/v1/endpoint";
import { checkpointPath } from "@/api/v1/export/checkpoint-route";
import { createExportGate, type ExportGate } from "@/api/v1/export/export-gate";
import { exportOperation } from "@/api/v1/export/export-operation";
import { streamPieces } from "@/api/v1/export/piece-stream";
import { parseCall, readQuery } from "@/api/v1/parse-call";
import { type ExportFormat, exportFormatNames, exportFormats } from "@/domain/export/formats";
import { type OrganizationExportName, organizationInputs } from "@/services/export/exports";
import { exportFileName, organizationAttachment } from "@/services/export/file-names";
import { findExportedOrganization } from "@/services/export/find-organization";
import { openExport } from "@/services/export/open-export";

/** Who exports: tokens of the organization, and account tokens that name it (RZ-01, RZ-03, RZ-04). */
const door: Door = { types: ["export", "organization", "account"], organization: "required" };

const retryAfterSeconds = 5;
const ofCsv = {
  bom: z
    .enum(["1"], { error: "bom must be 1, or left out." })
    .optional()
    .describe("Begin with a byte order mark, for spreadsheets that need one."),
};

type Export = {
  readonly what: OrganizationExportName;
  readonly format: ExportFormat;
  readonly query: z.ZodObject;
};

// Whoever had to name the organization has to name it there too.
const manifestPath = (id: string, organizationId: unknown) =>
  `/api/v1.0/export/manifests/${id}${typeof organizationId === "string" ? `?_oid=${organizationId}` : ""}`;

/** `GET /api/v1.0/export/{tokens,audit,usage}.{csv,json,jsonl}`: read-only, of one organization (design §6). */
export function registerExports(app: FastifyInstance): void {
  const gate = createExportGate();
  for (const what of Object.keys(organizationInputs) as OrganizationExportName[]) {
    for (const format of exportFormatNames) {
      const query = organizationInputs[what].safeExtend({
        _oid: z.uuid().optional().describe("The organization, for account tokens."),
        ...(format === "csv" ? ofCsv : {}),
      });
      const config = describe(exportOperation(what, format, query, door.types));
      app.get(`/api/v1.0/export/${what}.${format}`, { config }, (request, reply) =>
        answer(request, reply, gate, { what, format, query }),
      );
    }
  }
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  gate: ExportGate,
  { what, format, query }: Export,
): Promise<FastifyReply> {
  const caller = await authenticate(request, reply, door);
  if (caller === null) return reply;
  const { context } = caller;
  const asked = parseCall(query, readQuery(request));
  if (!asked.ok) return refuse(reply, asked.refusal);
  const { bom, _oid, ...filters } = asked.value;
  const name = (organization: string) =>
    organizationAttachment(exportFileName(what, format, context.now()), organization);
  reply.header("content-type", exportFormats[format]);
  if (request.method === "HEAD") {
    const found = await findExportedOrganization(context);
    if (!found.ok) return refuse(reply, found.refusal);
    return reply.header("content-disposition", name(found.value.name)).send(Readable.from([]));
  }
  const leave = gate.enter(caller.verification.facts?.account.id ?? "");
  if (leave === null) {
    reply.header("retry-after", String(retryAfterSeconds));
    return sendProblem(reply, "exports_busy");
  }
  const opened = await openExport(context, what, { format, marked: bom === "1" }, filters).catch(
    (error: unknown) => {
      leave();
      throw error;
    },
  );
  if (!opened.ok) {
    leave();
    return refuse(reply, opened.refusal);
  }
  const { id, pieces, close, expected, organizationName } = opened.value;
  const stream = streamPieces(pieces, () => {
    close();
    leave();
  });
  // Also where the end of the connection is the end of the file (HTTP/1.0): a reset is no clean end.
  stream.once("error", () => reply.raw.socket?.resetAndDestroy());
  reply.header("content-disposition", name(organizationName)).header("x-keydesk-rows", String(expected));
  // Nothing new has no manifest; what is signed of the log stays to be had.
  if (id === null) reply.header("link", `<${checkpointPath}>; rel="related"; type="text/plain"`);
  else
    reply
      .header("x-keydesk-export", id)
      .header("link", `<${manifestPath(id, _oid)}>; rel="describedby"; type="application/json"`);
  return reply.send(stream);
}
