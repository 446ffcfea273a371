import { z } from "zod";
import type { ExportColumn } from "@/domain/export/encode";
import { isoTime, kinds } from "@/domain/export/kinds";
import { tokenStatus } from "@/domain/tokens/status";
import type { RawRow } from "@/services/export/copy-line";
import { type ExportSource, inOrganization, selectColumns } from "@/services/export/source";

/** What may be asked of the export of tokens. */
export const tokensInput = z.strictObject({
  deleted: z
    .enum(["1"], { error: "deleted must be 1, or left out." })
    .optional()
    .describe("With those that were deleted or revoked: name, type, when and by whom are kept."),
});

const { columns, list } = selectColumns([
  ["id", "id", `t."id"`],
  ["type", "text", `t."type"`],
  ["name", "text", `t."name"`],
  ["notes", "text", `t."notes"`],
  ["prefix", "text", `t."prefix"`],
  ["last4", "text", `t."last4"`],
  ["createdAt", "time", `t."createdAt"`],
  ["createdByName", "text", `t."createdByName"`],
  ["updatedAt", "time", `t."updatedAt"`],
  ["disabledAt", "time?", `t."disabledAt"`],
  ["notBefore", "time?", `t."notBefore"`],
  ["expiresAt", "time?", `t."expiresAt"`],
  ["ipAllowList", "ranges", `t."ipAllowList"`],
  ["firstUsedAt", "time?", `a."firstUsedAt"`],
  ["lastUsedAt", "time?", `a."lastUsedAt"`],
  ["lastAddress", "text?", `a."lastIp"`],
  ["totalUses", "count", `COALESCE(a."total", 0)`],
  ["deletedAt", "time?", `t."deletedAt"`],
  ["deletedByName", "text?", `t."deletedByName"`],
  ["organizationId", "id", `t."organizationId"`],
]);

const where = `t."accountId" = ${inOrganization.account} AND t."organizationId" = ${inOrganization.organization}
  AND (current_setting('keydesk.deleted') = '1' OR t."deletedAt" IS NULL)`;

/** The tokens of an organization, oldest first (by id); the deleted ones only when asked. Never a secret: prefix and last 4. */
export function tokensSource(now: Date): ExportSource {
  return {
    columns: [...columns, statusColumn(now)],
    count: `SELECT count(*) FROM "Token" t WHERE ${where}`,
    rows: `SELECT ${list} FROM "Token" t LEFT JOIN "TokenActivity" a ON a."tokenId" = t."id"
      WHERE ${where} ORDER BY t."id"`,
  };
}

// By the one rule of a token's status, at the time of the export.
function statusColumn(now: Date): ExportColumn<RawRow> {
  const timeOf = (name: string) => {
    const { value } = columns.find((column) => column.name === name)!;
    return (row: RawRow) => {
      const text = value(row);
      return text === null ? null : new Date(isoTime(text));
    };
  };
  const [deletedAt, disabledAt] = [timeOf("deletedAt"), timeOf("disabledAt")];
  const [notBefore, expiresAt] = [timeOf("notBefore"), timeOf("expiresAt")];
  const value = (row: RawRow) => {
    const facts = { deletedAt: deletedAt(row), disabledAt: disabledAt(row) };
    return tokenStatus({ ...facts, notBefore: notBefore(row), expiresAt: expiresAt(row) }, now);
  };
  return { name: "status", kind: kinds.text, isNullable: false, value };
}
