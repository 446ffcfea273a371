import type { z } from "zod";
import type { ExportColumn } from "@/domain/export/columns";
import { auditSource } from "@/services/export/audit-source";
import type { OrganizationExportName, organizationInputs } from "@/services/export/exports";
import type { ExportSource } from "@/services/export/source";
import { tokensSource } from "@/services/export/tokens-source";
import { usageSource } from "@/services/export/usage-source";

/** Where the rows of an organization's export are read from. `size`: of the audit trail, no event after this number. */
export function organizationSource(
  what: OrganizationExportName,
  reach: { readonly accountId: string; readonly organizationId: string },
  input: unknown,
  facts: { readonly now: Date; readonly size: number },
): ExportSource {
  // Parsed by the input of the same name.
  type Parsed<Name extends OrganizationExportName> = z.output<(typeof organizationInputs)[Name]>;
  if (what === "tokens") return tokensSource(reach, facts.now, input as Parsed<"tokens">);
  if (what === "audit") return auditSource(reach, facts.size, input as Parsed<"audit">);
  return usageSource(reach, input as Parsed<"usage">);
}

/** The columns of an organization's export, which are the same whatever is asked. */
export function organizationColumns(what: OrganizationExportName): readonly ExportColumn[] {
  const nobody = "00000000-0000-0000-0000-000000000000";
  const reach = { accountId: nobody, organizationId: nobody };
  return organizationSource(what, reach, {}, { now: new Date(0), size: 0 }).columns;
}
