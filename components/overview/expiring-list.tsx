import Link from "next/link";
import { gridHref } from "@/components/tokens/grid-href";
import { apiAccessPath } from "@/components/tokens/token-table-params";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import type { Overview } from "@/domain/overview/overview";
import { expiringSoonDays } from "@/domain/tokens/bounds";
import { tokenCountQueries } from "@/domain/tokens/token-counts";

/** The next tokens to expire, soonest first. */
export function ExpiringList({ tokens, now }: { tokens: Overview["expiring"]; now: Date }) {
  return (
    <Section
      title="Expiring next"
      actions={
        tokens.length > 0 ? (
          <TextLink href={gridHref(tokenCountQueries.expiringSoon)} className="text-sm">
            All
          </TextLink>
        ) : null
      }
    >
      {tokens.length === 0 ? (
        <p className="text-muted">Nothing expires within {expiringSoonDays} days.</p>
      ) : (
        <ul className="min-w-0">
          {tokens.map((token) => (
            <li key={token.id}>
              <Link
                href={`${apiAccessPath}/${token.id}`}
                className="-mx-2 flex items-baseline gap-3 rounded-md px-2 py-1.5 hover:bg-hover"
              >
                <span className="min-w-0 flex-1 truncate">{token.name}</span>
                <RelativeTime at={token.expiresAt} now={now} className="shrink-0 text-sm text-warn" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
