import { Callout } from "@/components/ui/callout";
import { formatCount } from "@/components/ui/format-count";
import type { TokenSort } from "@/domain/tokens/query-choices";
import type { TokenPage } from "@/domain/tokens/token-views";

/** Says that the rows are not in the order that was asked for, why, and what helps. */
export function OrderNotice({ page, asked }: { page: TokenPage; asked: TokenSort }) {
  if (page.order.because === "asked") return null;
  return (
    <Callout className="mb-3" role="status">
      {`More than ${formatCount(page.total)} tokens match, so they are listed newest first. Narrow the search to sort by ${sortNames[asked]}.`}
    </Callout>
  );
}

const sortNames: Record<TokenSort, string> = {
  name: "name",
  createdAt: "time of creation",
  lastUsedAt: "last use",
  expiresAt: "expiry",
  createdBy: "creator",
};
