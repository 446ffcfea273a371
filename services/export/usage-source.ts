import { z } from "zod";
import { type ExportSource, inOrganization, selectColumns } from "@/services/export/source";

const instant = (label: string) => {
  const error = `${label} must be a time such as 2026-03-01T00:00:00Z, or a day such as 2026-03-01.`;
  return z.union([z.iso.datetime({ offset: true }), z.iso.date()], { error }).optional();
};

/** What may be asked of the export of usage. */
export const usageInput = z
  .strictObject({
    from: instant("from").describe("Hours from this time on."),
    to: instant("to").describe("Hours before this time."),
  })
  .refine(({ from, to }) => !from || !to || new Date(from) < new Date(to), {
    path: ["to"],
    error: "to must lie after from.",
  });

const { columns, list } = selectColumns([
  ["tokenId", "id", `u."tokenId"`],
  ["tokenName", "text", `t."name"`],
  ["tokenType", "text", `t."type"`],
  ["hour", "time", `u."hour"`],
  ["verdict", "text", `u."verdict"`],
  ["count", "count", `u."count"`],
]);

const rows = `FROM "Token" t JOIN "UsageHour" u ON u."tokenId" = t."id" AND u."accountId" = t."accountId"
  WHERE t."accountId" = ${inOrganization.account} AND t."organizationId" = ${inOrganization.organization}
    AND u."hour" >= COALESCE(NULLIF(current_setting('keydesk.from'), '')::timestamptz, '-infinity')
    AND u."hour" < COALESCE(NULLIF(current_setting('keydesk.to'), '')::timestamptz, 'infinity')`;

/** How often each token of an organization met each verdict, hour by hour (UTC): by token, hour and verdict. */
export const usageSource: ExportSource = {
  columns,
  count: `SELECT count(*) ${rows}`,
  rows: `SELECT ${list} ${rows} ORDER BY u."tokenId", u."hour", u."verdict"`,
};
