import { auditActionNames } from "@/domain/audit/catalogue";

// Apart from the schema of `audit-query.ts`, which parses the same words: pages offer them without loading a parser.

/** Time ranges that pages offer, in days; `all` has none. */
export const auditPeriods = { "24h": 1, "7d": 7, "30d": 30, "90d": 90, "365d": 365 } as const;
export type AuditPeriod = keyof typeof auditPeriods;

/** Nouns of the catalogue: "token" stands for every action on tokens. */
export const auditNouns = [
  ...new Set(auditActionNames.map((action) => action.split(".")[0]!)),
] as readonly string[];

/** Actors that are no user. */
export const auditMachineActors = ["cli", "system"] as const;
