import { z } from "zod";
import type { OrganizationRecord } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { Prisma } from "@/prisma/client/client";
import { read, refuseWith } from "@/services/kernel/act";
import type { Reach } from "@/services/kernel/authorise";
import type { Context } from "@/services/kernel/context";
import { type CursorPage, cutPage, pageByCursor } from "@/services/kernel/cursor";
import { parseInput } from "@/services/kernel/parse";

/** The organizations within reach, newest first, behind a cursor. Refuses: invalid_input, insufficient_scope, forbidden. */
export async function listOrganizationRecords(
  context: Context,
  input: unknown,
): Promise<Result<CursorPage<OrganizationRecord>>> {
  const parsed = parseInput(z.object(pageByCursor), input);
  if (!parsed.ok) return parsed;
  const { limit, cursor } = parsed.value;
  return read(context, "organization.view", async (reach) => {
    const further = cursor
      ? Prisma.sql`AND (o."createdAt", o."id") < (${cursor.at}, ${cursor.id}::uuid)`
      : Prisma.empty;
    const rows = await context.db.$queryRaw<OrganizationRecord[]>`
      ${within(reach)} ${further} ORDER BY o."createdAt" DESC, o."id" DESC LIMIT ${limit + 1}`;
    return done(cutPage(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id })));
  });
}

const idInput = z.object({ organizationId: z.uuid({ error: "The organization's id must be a UUID." }) });

/** One organization within reach. Refuses: invalid_input, insufficient_scope, forbidden, not_found. */
export async function loadOrganizationRecord(
  context: Context,
  input: unknown,
): Promise<Result<OrganizationRecord>> {
  const parsed = parseInput(idInput, input);
  if (!parsed.ok) return parsed;
  return read(context, "organization.view", async (reach): Promise<Result<OrganizationRecord>> => {
    const [row] = await context.db.$queryRaw<OrganizationRecord[]>`
      ${within(reach)} AND o."id" = ${parsed.value.organizationId}::uuid`;
    return row === undefined ? refuseWith("not_found", "There is no such organization.") : done(row);
  });
}

function within({ accountId, organizationId }: Reach): Prisma.Sql {
  return Prisma.sql`
    SELECT o."id", o."name", o."description", o."locator", o."createdAt" FROM "Organization" o
    WHERE o."accountId" = ${accountId}::uuid AND o."deletedAt" IS NULL
      ${organizationId === null ? Prisma.empty : Prisma.sql`AND o."id" = ${organizationId}::uuid`}`;
}
