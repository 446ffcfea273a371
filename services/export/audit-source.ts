import { z } from "zod";
import { type ExportSource, inOrganization, selectColumns } from "@/services/export/source";

const wholeNumber = (label: string) =>
  z
    .string({ error: `${label} must be a whole number.` })
    .regex(/^(0|[1-9]\d{0,14})$/, `${label} must be a whole number.`);

/** What may be asked of the export of the audit trail. */
export const auditInput = z.strictObject({
  after: wholeNumber("after")
    .optional()
    .describe("Events with a larger `seq` only: give the last one that you read."),
  limit: wholeNumber("limit")
    .refine((text) => text !== "0", "limit must be at least 1.")
    .optional()
    .describe("At most so many events; all when left out."),
});

const { columns, list } = selectColumns([
  ["seq", "count", `l."seq"`],
  ["id", "id", `e."id"`],
  ["at", "time", `e."at"`],
  ["sealedAt", "time", `l."sealedAt"`],
  ["actorKind", "text", `e."actorKind"`],
  ["actorId", "id?", `e."actorId"`],
  ["actorName", "text", `e."actorName"`],
  ["action", "text", `e."action"`],
  ["outcome", "text", `e."outcome"`],
  ["targetKind", "text?", `e."targetKind"`],
  ["targetId", "id?", `e."targetId"`],
  ["targetName", "text?", `e."targetName"`],
  ["address", "text?", `e."ip"`],
  ["userAgent", "text?", `e."userAgent"`],
  ["requestId", "text?", `e."requestId"`],
  ["details", "object", `e."details"`],
]);

const leaves = `FROM "AuditLeaf" l
  WHERE l."organizationId" = ${inOrganization.organization} AND l."logId" = ${inOrganization.account}
    AND l."seq" > COALESCE(NULLIF(current_setting('keydesk.after'), '')::bigint, 0)
  ORDER BY l."seq" LIMIT NULLIF(current_setting('keydesk.limit'), '')::bigint`;

/**
 * The sealed events about an organization, its tokens and its gateways, by `seq`, which is the account's: what is sealed later
 * has a larger one, so whoever asks after the last one read misses and repeats nothing.
 */
export const auditSource: ExportSource = {
  columns,
  count: `SELECT count(*) FROM (SELECT 1 ${leaves}) l`,
  rows: `SELECT ${list} FROM (SELECT l."seq", l."eventId", l."sealedAt" ${leaves}) l
    JOIN "AuditEvent" e ON e."id" = l."eventId" ORDER BY l."seq"`,
};
