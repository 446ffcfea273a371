import type { UpgradeRisk } from "@/prisma/upgrade-risks";

/** Migrations that may not be applied beside nodes at work as if nothing were, and why that is right. */
export const acceptedRisks: Readonly<
  Record<string, { readonly risks: readonly UpgradeRisk[]; readonly why: string }>
> = {
  "20261123042444_add_security_keys": {
    risks: ["enum_value"],
    why: "Second factors came with the version before: nobody has a security key until a new desk has added it, and an old one then asks for a recovery code.",
  },
};
