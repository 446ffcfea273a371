import type { UpgradeRisk } from "@/prisma/upgrade-risks";

/** Migrations that may not be applied beside nodes at work as if nothing were, and why that is right. */
export const acceptedRisks: Readonly<
  Record<string, { readonly risks: readonly UpgradeRisk[]; readonly why: string }>
> = {};
