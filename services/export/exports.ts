import { auditInput, auditSource } from "@/services/export/audit-source";
import { tokensInput, tokensSource } from "@/services/export/tokens-source";
import { usageInput, usageSource } from "@/services/export/usage-source";

/** The exports of an organization: what each takes, and what it reads. */
export const organizationExports = {
  tokens: { input: tokensInput, source: tokensSource },
  audit: { input: auditInput, source: () => auditSource },
  usage: { input: usageInput, source: () => usageSource },
} as const;

export type ExportName = keyof typeof organizationExports;
