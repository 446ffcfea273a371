import Link from "next/link";
import { gridHref } from "@/components/tokens/grid-href";
import { cn } from "@/components/ui/cn";
import { formatCount } from "@/components/ui/format-count";
import { type Tone, toneText } from "@/components/ui/tone";
import { expiringSoonDays, unusedDays } from "@/domain/tokens/bounds";
import { type TokenCountName, tokenCountQueries } from "@/domain/tokens/token-counts";
import type { TokenCounts } from "@/domain/tokens/token-views";

const figures: readonly { name: TokenCountName; label: string; tone: Tone }[] = [
  { name: "active", label: "active tokens", tone: "neutral" },
  { name: "expiringSoon", label: `expire within ${expiringSoonDays} days`, tone: "warn" },
  { name: "unused", label: `unused for ${unusedDays} days`, tone: "warn" },
  { name: "neverExpiring", label: "never expire", tone: "neutral" },
  { name: "ownerGone", label: "owner gone", tone: "bad" },
];

/** The figures of a Monday, each a link to exactly the tokens it counts. Colour only where there is something to look at. */
export function FigureRow({ counts }: { counts: TokenCounts }) {
  return (
    <nav aria-label="Figures">
      <ul className="grid grid-cols-2 border-y sm:grid-cols-3 lg:grid-cols-5 lg:divide-x">
        {figures.map(({ name, label, tone }) => {
          const { count, exact } = counts[name];
          return (
            <li key={name} className="min-w-0 lg:first:[&>a]:pl-0">
              <Link
                href={gridHref(tokenCountQueries[name])}
                className="group grid gap-0.5 py-3.5 pr-4 hover:bg-sub focus-visible:-outline-offset-2 lg:pl-5"
              >
                <span
                  className={cn("text-title tabular-nums", count > 0 && tone !== "neutral" && toneText[tone])}
                >
                  {formatCount(count)}
                  {exact ? "" : "+"}
                </span>
                <span className="text-muted text-sm group-hover:text-ink">{label}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
