import { z } from "zod";
import { peopleFields } from "@/domain/access/people-fields";
import type { Changed } from "@/domain/access/people-views";
import { done, type Result } from "@/domain/result";
import { act, isUniqueViolation, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";
import { parseInput } from "@/services/kernel/parse";
import { organizationNameTaken } from "@/services/organizations/create";

const input = z.object({
  organizationId: z.uuid({ error: "The organization's id must be a UUID." }),
  name: peopleFields.organizationName.optional(),
  description: peopleFields.organizationDescription.optional(),
});

const fieldNames = { name: "the name", description: "the description" } as const;

/** Changes name or description of an organization, and nothing else. Refuses: invalid_input, forbidden, not_found, already_exists. */
export async function editOrganization(context: Context, untrusted: unknown): Promise<Result<Changed>> {
  const parsed = parseInput(input, untrusted);
  if (!parsed.ok) return parsed;
  const { organizationId: id, ...wanted } = parsed.value;
  try {
    return await act(
      context,
      "organization.edit",
      async ({ tx, accountId, organizationId: reach, audit }): Promise<Result<Changed>> => {
        if (reach !== null && reach !== id) return refuseWith("not_found", "There is no such organization.");
        const rows = await tx.$queryRaw<{ name: string; description: string }[]>`
        SELECT "name", "description" FROM "Organization"
        WHERE "id" = ${id}::uuid AND "accountId" = ${accountId}::uuid AND "deletedAt" IS NULL FOR NO KEY UPDATE`;
        const before = rows[0];
        if (before === undefined) return refuseWith("not_found", "There is no such organization.");
        const after = {
          name: wanted.name ?? before.name,
          description: wanted.description ?? before.description,
        };
        const changed = (["name", "description"] as const).filter((field) => before[field] !== after[field]);
        if (changed.length === 0) return done({ id, changed: false });
        await tx.organization.update({ where: { id }, data: after });
        await audit({
          action: "organization.edit",
          target: { kind: "organization", id, name: after.name },
          details: { changed: changed.map((field) => fieldNames[field]), before, after },
        });
        return done({ id, changed: true });
      },
    );
  } catch (error) {
    if (isUniqueViolation(error)) return organizationNameTaken();
    throw error;
  }
}
