import { auditInput } from "@/services/export/audit-source";
import { tokensInput } from "@/services/export/tokens-source";
import { usageInput } from "@/services/export/usage-source";

/** What programs may ask of the exports of an organization, over HTTP. */
export const organizationInputs = { tokens: tokensInput, audit: auditInput, usage: usageInput } as const;

export type OrganizationExportName = keyof typeof organizationInputs;
