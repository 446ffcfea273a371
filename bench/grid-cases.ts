import type { TokenQueryInput } from "@/domain/tokens/query-choices";

/** A case of the grid: a query as pages send it. `people` are ids of the account, common and rare ones. */
export type GridCase = { readonly name: string; readonly query: TokenQueryInput };
/** Cases that may cost more than the bound, and why that is accepted; the bench lists them, and does not fail for them. */
export const acceptedCases: Readonly<Record<string, string>> = {};

export type CasePeople = {
  readonly commonCreator: string;
  readonly rareCreator: string;
  readonly commonUser: string;
  readonly rareUser: string;
};

const sorts = ["name", "createdAt", "lastUsedAt", "expiresAt", "createdBy"] as const;

/** Every order from both ends, every filter alone (common and rare), and combinations that people use. */
export function gridCases(people: CasePeople): GridCase[] {
  const cases: [string, TokenQueryInput][] = [["first page", {}]];
  for (const sort of sorts) {
    for (const dir of ["asc", "desc"] as const) {
      if (sort !== "createdAt" || dir === "asc") cases.push([`first page by ${sort} ${dir}`, { sort, dir }]);
      cases.push([`last page by ${sort} ${dir}`, { sort, dir, page: "last" }]);
    }
  }
  cases.push(
    ["page 20", { page: 20 }],
    ["page last-20 by name", { page: "last-20", sort: "name" }],
    ["active", { status: ["active"] }],
    ["active, last page", { status: ["active"], page: "last" }],
    ["active, next to expire", { status: ["active"], sort: "expiresAt", dir: "asc" }],
    ["disabled", { status: ["disabled"] }],
    ["disabled by name", { status: ["disabled"], sort: "name", dir: "asc" }],
    ["expired", { status: ["expired"] }],
    ["expired by last used", { status: ["expired"], sort: "lastUsedAt" }],
    ["not yet valid (none)", { status: ["not_yet_valid"] }],
    ["deleted", { status: ["deleted"] }],
    ["type impersonation (60 %)", { type: ["impersonation"] }],
    ["type account (0.1 %)", { type: ["account"] }],
    ["type account, last page by name", { type: ["account"], sort: "name", page: "last" }],
    ["created by one in two", { createdBy: [people.commonCreator] }],
    ["created by one in 3000", { createdBy: [people.rareCreator] }],
    ["acts as a common user", { actsAs: [people.commonUser] }],
    ["acts as a rare user by last used", { actsAs: [people.rareUser], sort: "lastUsedAt" }],
    ["never used", { lastUsed: "never" }],
    ["used in 24 h", { lastUsed: "24h" }],
    ["used in 30 d by name", { lastUsed: "30d", sort: "name" }],
    ["unused for 90 d", { lastUsed: "unused90" }],
    ["active and unused for 90 d", { status: ["active"], lastUsed: "unused90" }],
    ["expiring soon", { expiring: "soon" }],
    ["active and never expiring", { status: ["active"], expiring: "never" }],
    ["active, owner gone", { status: ["active"], ownerGone: true }],
    ["account tokens disabled and used in 7 d", { type: ["account"], status: ["disabled"], lastUsed: "7d" }],
    [
      "organization tokens disabled and used in 7 d",
      { type: ["organization"], status: ["disabled"], lastUsed: "7d" },
    ],
    [
      "personal, active, by one in two",
      { type: ["personal"], status: ["active"], createdBy: [people.commonCreator] },
    ],
    ["search sync (12 %)", { q: "sync" }],
    ["search warehouse by name", { q: "warehouse", sort: "name", dir: "asc" }],
    ["search okafor by creator", { q: "okafor", sort: "createdBy", dir: "asc" }],
    ["search sync by name, last page", { q: "sync", sort: "name", page: "last" }],
    ["search migrated (11 %, made together long ago)", { q: "migrated" }],
    ["search migrated, oldest first", { q: "migrated", dir: "asc" }],
    ["search migrated by last used", { q: "migrated", sort: "lastUsedAt" }],
    ["search migrated, last page", { q: "migrated", page: "last" }],
    ["search migrated, page 20", { q: "migrated", page: 20 }],
    ["search ledger (1 %)", { q: "ledger" }],
    ["search zebra (0.05 %)", { q: "zebra" }],
    ["search nothing", { q: "quagga" }],
    ["search zebra, disabled, by last used", { q: "zebra", status: ["disabled"], sort: "lastUsedAt" }],
    ["search ledger, active", { q: "ledger", status: ["active"] }],
    ["search creator (2 %)", { q: "okafor" }],
    ["search one number", { q: "sync 4242" }],
    ["search last 4", { q: "c4ca" }],
    ["search two letters", { q: "le" }],
    ["search one letter", { q: "n" }],
    ["search signs", { q: "--" }],
  );
  return cases.map(([name, query]) => ({ name, query }));
}
