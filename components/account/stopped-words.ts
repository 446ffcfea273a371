import { formatCount } from "@/components/ui/format-count";
import type { PlanUse } from "@/domain/access/plan-use";
import { typeRule } from "@/domain/tokens/types";

/** "3 organization tokens, 2 account tokens and 1 API client", or null for nothing. */
export function stoppedWords({ tokens, clients }: PlanUse): string | null {
  const parts = tokens.map(({ type, count }) => {
    const number = `${formatCount(count.count)}${count.exact ? "" : "+"}`;
    return `${number} ${typeRule(type).label.toLowerCase()} ${count.count === 1 ? "token" : "tokens"}`;
  });
  if (clients > 0) parts.push(`${formatCount(clients)} API ${clients === 1 ? "client" : "clients"}`);
  const last = parts.pop();
  if (last === undefined) return null;
  return parts.length === 0 ? last : `${parts.join(", ")} and ${last}`;
}
