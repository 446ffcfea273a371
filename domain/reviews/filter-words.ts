import { expiringSoonDays, unusedDays } from "@/domain/tokens/bounds";
import type { TokenQueryInput } from "@/domain/tokens/query-choices";
import { typeRule } from "@/domain/tokens/types";

/** What of the grid's query chooses tokens: neither order nor page. */
export type ReviewFilter = Omit<TokenQueryInput, "sort" | "dir" | "page" | "pageSize">;

const statuses = {
  active: "active",
  disabled: "disabled",
  expired: "expired",
  not_yet_valid: "not yet valid",
  deleted: "deleted",
} as const;

const lastUsed = {
  never: "never used",
  "24h": "used in the last 24 hours",
  "7d": "used in the last 7 days",
  "30d": "used in the last 30 days",
  unused90: `not used for ${unusedDays} days`,
} as const;

const counted = (ids: readonly string[], one: string, many: string) =>
  ids.length === 1 ? one : `${ids.length} ${many}`;

/** A filter as people say it: "active, never used". Empty for all tokens. */
export function filterWords(filter: ReviewFilter): string {
  const words: string[] = [];
  const { q, ids, status, type, actsAs, createdBy, organization, expiring, ownerGone } = filter;
  if (ids) words.push(ids.length === 1 ? "1 chosen token" : `${ids.length} chosen tokens`);
  if (status) words.push(status.map((each) => statuses[each]).join(" or "));
  if (type) words.push(`of type ${type.map((each) => typeRule(each).label.toLowerCase()).join(" or ")}`);
  if (q) words.push(`with “${q}”`);
  if (actsAs) words.push(`acting as ${counted(actsAs, "one user", "users")}`);
  if (createdBy) words.push(`created by ${counted(createdBy, "one person", "people")}`);
  if (organization) words.push(`of ${counted(organization, "one organization", "organizations")}`);
  if (filter.lastUsed) words.push(lastUsed[filter.lastUsed]);
  if (expiring)
    words.push(expiring === "never" ? "never expiring" : `expiring within ${expiringSoonDays} days`);
  if (ownerGone) words.push("whose owner has left");
  return words.join(", ");
}
