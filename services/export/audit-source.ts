import { z } from "zod";
import { logIdOf } from "@/domain/audit/log-id";
import { Prisma } from "@/prisma/client/client";
import { type ExportSource, selectColumns } from "@/services/export/source";

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

/** `seq` is first: what streams a file reads it from each row. The last three are for who verifies (docs/audit-format.md). */
const columns = selectColumns([
  ["seq", "count", `l."seq"`],
  ["id", "id", `e."id"`],
  ["at", "time", `e."at"`],
  ["sealedAt", "time", `l."sealedAt"`],
  ["actorKind", "word", `e."actorKind"`],
  ["actorId", "id?", `e."actorId"`],
  ["actorName", "text", `e."actorName"`],
  ["action", "word", `e."action"`],
  ["outcome", "word", `e."outcome"`],
  ["targetKind", "word?", `e."targetKind"`],
  ["targetId", "id?", `e."targetId"`],
  ["targetName", "text?", `e."targetName"`],
  ["address", "text?", `e."ip"`],
  ["userAgent", "text?", `e."userAgent"`],
  ["requestId", "text?", `e."requestId"`],
  ["details", "object", `e."details"`],
  ["logId", "id", `l."logId"`],
  ["organizationId", "id?", `l."organizationId"`],
  ["leafHash", "hash?", `l."hash"`],
]);

/**
 * The sealed events about an organization, its tokens and its gateways, by `seq`, which is the account's: what is sealed later
 * has a larger one, so whoever asks after the last one read misses and repeats nothing. They end at `size`, that of a checkpoint.
 */
export function auditSource(
  { accountId, organizationId }: { readonly accountId: string; readonly organizationId: string },
  size: number,
  { after, limit }: z.output<typeof auditInput>,
): ExportSource {
  const leaves = Prisma.sql`${organizationLeaves({ accountId, organizationId }, size, after)}
    ORDER BY l."seq" ${limit === undefined ? Prisma.empty : Prisma.sql`LIMIT ${BigInt(limit)}::bigint`}`;
  return {
    columns,
    from: Prisma.sql`FROM (SELECT l.* ${leaves}) l JOIN "AuditEvent" e ON e."id" = l."eventId"`,
    countFrom: Prisma.sql`FROM (SELECT 1 ${leaves}) l`,
    order: Prisma.sql`l."seq"`,
  };
}

/** The number of the last event that such an export would hold, or no row: at the price of one look into an index where there is no limit. */
export function lastSeqSql(
  reach: { readonly accountId: string; readonly organizationId: string },
  size: number,
  { after, limit }: z.output<typeof auditInput>,
): Prisma.Sql {
  const leaves = organizationLeaves(reach, size, after);
  return limit === undefined
    ? Prisma.sql`SELECT l."seq" ${leaves} ORDER BY l."seq" DESC LIMIT 1`
    : Prisma.sql`SELECT l."seq" FROM (SELECT l."seq" ${leaves} ORDER BY l."seq" LIMIT ${BigInt(limit)}::bigint) l
        ORDER BY l."seq" DESC LIMIT 1`;
}

function organizationLeaves(
  { accountId, organizationId }: { readonly accountId: string; readonly organizationId: string },
  size: number,
  after: string | undefined,
): Prisma.Sql {
  return Prisma.sql`FROM "AuditLeaf" l
    WHERE l."organizationId" = ${organizationId}::uuid AND l."logId" = ${accountId}::uuid
      AND l."seq" > ${BigInt(after ?? 0)}::bigint AND l."seq" <= ${BigInt(size)}::bigint
      AND EXISTS (SELECT 1 FROM "AuditEvent" e WHERE e."id" = l."eventId")`;
}

/** The sealed events of a whole account that meet `conditions` on AuditEvent e, by `seq`, up to `size`. */
export function trailSource(
  accountId: string,
  size: number,
  conditions: readonly Prisma.Sql[],
): ExportSource {
  const where = Prisma.join(
    [
      Prisma.sql`l."logId" = ${logIdOf(accountId)}::uuid`,
      Prisma.sql`l."seq" <= ${BigInt(size)}::bigint`,
      ...conditions,
    ],
    " AND ",
  );
  return {
    columns,
    from: Prisma.sql`FROM "AuditLeaf" l JOIN "AuditEvent" e ON e."id" = l."eventId" WHERE ${where}`,
    order: Prisma.sql`l."seq"`,
  };
}
