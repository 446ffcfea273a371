import { z } from "zod";
import type { Operation } from "@/api/openapi/operation";
import { nameSchema } from "@/api/openapi/wire";
import { exportExample } from "@/api/v1/export/export-examples";
import { rowSchema } from "@/domain/export/columns";
import { type ExportFormat, exportFormats } from "@/domain/export/formats";
import type { TokenType } from "@/domain/tokens/types";
import type { OrganizationExportName } from "@/services/export/exports";
import { organizationColumns } from "@/services/export/organization-source";

const spoken: Record<OrganizationExportName, { readonly summary: string; readonly text: string }> = {
  tokens: {
    summary: "The organization's tokens",
    text: "Oldest first. Never a secret: its prefix and last 4. With `deleted=1` also those that were deleted or revoked.",
  },
  audit: {
    summary: "The organization's audit trail",
    text:
      "Events about the organization, its tokens and its gateways, by `seq`. The numbers are the account's, so those of other events are missing between them. " +
      "Ask with `after=<the last seq>` for what came since: no event is skipped or repeated, whatever is written meanwhile. An event is there within a second. " +
      "One `export.read` stands for such readings for an hour and up to 1,000 rows; one that finds nothing new leaves no trace. " +
      "Rows end at a signed checkpoint; `logId`, `organizationId` and `leafHash` are for verifying them, with the export's manifest.",
  },
  usage: {
    summary: "The organization's usage",
    text: "How often each token met each verdict, hour by hour in UTC; by token, hour and verdict. `from` is in it, `to` is not.",
  },
};

const formatText: Record<ExportFormat, string> = {
  csv: "CSV as RFC 4180 has it: every field quoted, CRLF, UTF-8. A field that begins with `'` has one `'` too many, put there so that no spreadsheet takes a name for a formula. With `bom=1` the file begins with a byte order mark.",
  json: "One JSON list.",
  jsonl: "A JSON object per line.",
};

const rowNames: Record<OrganizationExportName, string> = {
  tokens: "ExportedToken",
  audit: "ExportedEvent",
  usage: "ExportedUsage",
};
const rowSchemas = Object.fromEntries(
  (Object.keys(rowNames) as OrganizationExportName[]).map((what) => {
    return [what, nameSchema(rowNames[what], rowSchema(organizationColumns(what)))];
  }),
) as Record<OrganizationExportName, z.ZodObject>;

/** What the document says of one export. */
export function exportOperation(
  what: OrganizationExportName,
  format: ExportFormat,
  query: z.ZodObject,
  types: readonly TokenType[],
): Operation {
  const title = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
  const { summary, text } = spoken[what];
  return {
    id: `export${title(what)}${title(format)}`,
    summary: `${summary}, as ${format === "jsonl" ? "JSON lines" : format.toUpperCase()}`,
    description: `${text}\n\n${formatText[format]}\n\nAll rows are of one moment. A transfer that breaks off is no whole file: the connection is reset.`,
    tag: "Export",
    credentials: "token",
    types,
    query,
    answers: {
      200: {
        description: `${summary}.`,
        contentType: exportFormats[format].split(";", 1)[0]!,
        ...(format === "json" ? { schema: z.array(rowSchemas[what]) } : {}),
        example: exportExample(what, format),
        headers: {
          "Content-Disposition": "The name to save it under.",
          "X-Keydesk-Rows": "The number of rows.",
          "X-Keydesk-Export":
            "The export's id: its manifest is at `/api/v1.0/export/manifests/{id}` as soon as the file has come to its end. Left out where nothing came after `after`.",
          Link: "The same address, as `describedby`; where nothing came after `after`, that of the newest checkpoint, as `related`.",
        },
      },
    },
    refusals: ["invalid_input", "exports_busy"],
  };
}
