import { z } from "zod";
import type { OrganizationPage, OrganizationSummary } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { Prisma } from "@/prisma/client/client";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { likePattern, pageFields, pageOf } from "@/services/kernel/page-of";
import { parseInput } from "@/services/kernel/parse";

const input = z.object({
  ...pageFields,
  dir: z.enum(["asc", "desc"], { error: "The direction is asc or desc." }).default("asc"),
});

/** The account's organizations by name, searched in name and description. Refuses: invalid_input, forbidden. */
export async function listOrganizations(
  context: Context,
  untrusted: unknown,
): Promise<Result<OrganizationPage>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { q, page, pageSize, dir } = parsed.value;
  return read(context, "organization.view", async ({ accountId, organizationId }) => {
    const within = organizationId === null ? Prisma.empty : Prisma.sql`AND o."id" = ${organizationId}::uuid`;
    const pattern = likePattern(q);
    const total = await context.db.$queryRaw<{ count: bigint }[]>`
      SELECT count(*) FROM "Organization" o
      WHERE o."accountId" = ${accountId}::uuid AND o."deletedAt" IS NULL ${within}
        AND (o."name" ILIKE ${pattern} OR o."description" ILIKE ${pattern} OR o."locator" ILIKE ${pattern})`;
    const paging = pageOf(Number(total[0]!.count), page, pageSize);
    const rows = await context.db.$queryRaw<OrganizationSummary[]>`
      SELECT o."id", o."name", o."description", o."locator", o."createdAt",
        (SELECT count(*)::int FROM "Token" t
          WHERE t."organizationId" = o."id" AND t."deletedAt" IS NULL AND t."type" <> 'gateway') AS "tokens"
      FROM "Organization" o
      WHERE o."accountId" = ${accountId}::uuid AND o."deletedAt" IS NULL ${within}
        AND (o."name" ILIKE ${pattern} OR o."description" ILIKE ${pattern} OR o."locator" ILIKE ${pattern})
      ORDER BY lower(o."name") ${dir === "asc" ? Prisma.sql`ASC` : Prisma.sql`DESC`}, o."id" LIMIT ${pageSize} OFFSET ${paging.offset}`;
    const { offset: _, ...shown } = paging;
    return done({ rows, ...shown });
  });
}

/** One organization of the account. Refuses: invalid_input, forbidden, not_found (also for another account's). */
export async function loadOrganization(
  context: Context,
  untrusted: unknown,
): Promise<Result<OrganizationSummary>> {
  const parsed = parseInput(z.object({ organizationId: z.uuid({ error: "This is no id." }) }), untrusted);
  if (!parsed.ok) return parsed;
  const { organizationId: id } = parsed.value;
  return read(context, "organization.view", async (reach): Promise<Result<OrganizationSummary>> => {
    if (reach.organizationId !== null && reach.organizationId !== id)
      return refuseWith("not_found", "There is no such organization.");
    const row = await context.db.organization.findFirst({
      where: { id, accountId: reach.accountId, deletedAt: null },
      select: {
        id: true,
        name: true,
        description: true,
        locator: true,
        createdAt: true,
        _count: { select: { tokens: { where: { deletedAt: null, type: { not: "gateway" } } } } },
      },
    });
    if (row === null) return refuseWith("not_found", "There is no such organization.");
    const { _count, ...organization } = row;
    return done({ ...organization, tokens: _count.tokens });
  });
}
