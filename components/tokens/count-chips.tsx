import { gridHref } from "@/components/tokens/grid-href";
import { apiAccessPath } from "@/components/tokens/token-table-params";
import { StatChip } from "@/components/ui/stat-chip";
import type { Tone } from "@/components/ui/tone";
import { expiringSoonDays, unusedDays } from "@/domain/tokens/bounds";
import { type TokenCountName, tokenCountQueries } from "@/domain/tokens/token-counts";
import type { TokenQuery } from "@/domain/tokens/token-query";
import type { TokenCounts } from "@/domain/tokens/token-views";

const chips: readonly { name: TokenCountName; label: string; tone: Tone; always?: true }[] = [
  { name: "active", label: "active", tone: "ok", always: true },
  { name: "expiringSoon", label: `expire within ${expiringSoonDays} days`, tone: "warn" },
  { name: "unused", label: `unused for ${unusedDays} days`, tone: "warn" },
  { name: "ownerGone", label: "owner gone", tone: "bad" },
];

/** Figures that are filters: each leads to exactly the rows it counts. Those that count nothing are left out. */
export function CountChips({ counts, query }: { counts: TokenCounts; query: TokenQuery | null }) {
  return chips
    .filter(({ name, always }) => always || counts[name].count > 0)
    .map(({ name, label, tone }) => {
      const active = query !== null && isQuery(query, name);
      return (
        <StatChip
          key={name}
          count={counts[name].count}
          exact={counts[name].exact}
          label={label}
          tone={tone}
          active={active}
          // Once more on the chip that holds leads back to all tokens.
          href={active ? apiAccessPath : gridHref(tokenCountQueries[name])}
        />
      );
    });
}

const filterNames = [
  "q",
  "status",
  "type",
  "actsAs",
  "createdBy",
  "organization",
  "lastUsed",
  "expiring",
  "ownerGone",
  "ids",
] as const;

function isQuery(query: TokenQuery, name: TokenCountName): boolean {
  const wanted: Record<string, unknown> = tokenCountQueries[name];
  return filterNames.every((key) => String(query[key] ?? "") === String(wanted[key] ?? ""));
}
