import { z } from "zod";
import { hasYearOfFourDigits } from "@/domain/text/year";
import { Prisma } from "@/prisma/client/client";
import { type ExportSource, selectColumns } from "@/services/export/source";
import type { Reach } from "@/services/kernel/authorise";

const instant = (label: string) => {
  const error = `${label} must be a time such as 2026-03-01T00:00:00Z, or a day such as 2026-03-01.`;
  return z
    .union([z.iso.datetime({ offset: true }), z.iso.date()], { error })
    .refine((text) => hasYearOfFourDigits(new Date(text)), error)
    .optional();
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

const columns = selectColumns([
  ["tokenId", "id", `u."tokenId"`],
  ["tokenName", "text", `t."name"`],
  ["tokenType", "word", `t."type"::text`],
  ["hour", "time", `u."hour"`],
  ["verdict", "word", `u."verdict"`],
  ["count", "count", `u."count"`],
]);

/**
 * How often each token of an organization, or of the whole account, met each verdict, hour by hour (UTC): by token, hour and verdict.
 */
export function usageSource(
  { accountId, organizationId }: Reach,
  { from, to }: z.output<typeof usageInput>,
): ExportSource {
  const conditions = [
    Prisma.sql`t."accountId" = ${accountId}::uuid`,
    ...(organizationId === null ? [] : [Prisma.sql`t."organizationId" = ${organizationId}::uuid`]),
    ...(from ? [Prisma.sql`u."hour" >= ${new Date(from)}`] : []),
    ...(to ? [Prisma.sql`u."hour" < ${new Date(to)}`] : []),
  ];
  return {
    columns,
    from: Prisma.sql`FROM "Token" t JOIN "UsageHour" u ON u."tokenId" = t."id" AND u."accountId" = t."accountId"
      WHERE ${Prisma.join(conditions, " AND ")}`,
    order: Prisma.sql`u."tokenId", u."hour", u."verdict"`,
  };
}
