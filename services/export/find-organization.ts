import { done, type Result } from "@/domain/result";
import { read, refuseWith } from "@/services/kernel/act";
import type { Context } from "@/services/kernel/context";

/** The organization that a call's exports are of. `name` is what people call it: hostile, as all names. */
export type ExportedOrganization = {
  readonly accountId: string;
  readonly accountName: string;
  readonly id: string;
  readonly name: string;
};

/**
 * The organization of the token that asks (RZ-01: "there is no need to specify it"), or the one that an account token names.
 * Refuses: unauthenticated, insufficient_scope, organization_required, not_found.
 */
export async function findExportedOrganization(context: Context): Promise<Result<ExportedOrganization>> {
  return read(context, "export.read", async ({ accountId, organizationId }) => {
    if (organizationId === null) return refuseWith("organization_required");
    const found = await context.db.organization.findFirst({
      where: { id: organizationId, accountId, deletedAt: null },
      select: { id: true, name: true, account: { select: { name: true } } },
    });
    if (found === null) return refuseWith("not_found");
    return done({ accountId, accountName: found.account.name, id: found.id, name: found.name });
  });
}
