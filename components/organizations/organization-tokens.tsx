import Link from "next/link";
import { gridHref } from "@/components/tokens/grid-href";
import { TokenState } from "@/components/tokens/page/token-state";
import { apiAccessPath } from "@/components/tokens/token-table-params";
import { formatCount } from "@/components/ui/format-count";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { TextLink } from "@/components/ui/text-link";
import type { OrganizationTokenCount } from "@/domain/access/organization-views";
import { displayToken } from "@/domain/tokens/display";
import type { TokenSummary } from "@/domain/tokens/token-views";
import { typeRule } from "@/domain/tokens/types";

/** What an organization's tokens are, type by type; each number leads to exactly the rows it counts. */
export function OrganizationTokens({
  organizationId,
  counts,
  singles,
  keysHref,
  now,
}: {
  organizationId: string;
  counts: readonly OrganizationTokenCount[];
  /** Its tokens of the types of which it has one. */
  singles: readonly TokenSummary[];
  /** General › API keys; null for who may not open it. */
  keysHref: string | null;
  now: Date;
}) {
  return (
    <Section
      title="Tokens"
      actions={
        <TextLink href={gridHref({ organization: [organizationId] })} className="text-sm">
          All in API access
        </TextLink>
      }
    >
      <ul className="border-t">
        {counts.map(({ type, count }) => {
          const rule = typeRule(type);
          const single = singles.find((token) => token.type === type);
          return (
            <li
              key={type}
              className="grid grid-cols-[1fr_auto] items-baseline gap-x-4 gap-y-0.5 border-b py-2.5 sm:grid-cols-[11rem_minmax(0,1fr)_auto]"
            >
              <span className="font-medium">
                {rule.label} <code className="font-mono font-normal text-muted text-sm">{rule.prefix}</code>
              </span>
              <span className="wrap-anywhere min-w-0 text-muted text-sm max-sm:col-span-2 max-sm:row-start-2">
                {single ? <SingleWords token={single} now={now} /> : rule.sentence}
                {type === "api_key" && keysHref ? (
                  <>
                    {" "}
                    <TextLink href={keysHref}>General › API keys</TextLink>
                  </>
                ) : null}
              </span>
              <Link
                href={gridHref({ organization: [organizationId], type: [type] })}
                prefetch={false}
                aria-label={`${formatCount(count.count)}${count.exact ? "" : "+"} ${rule.label} tokens`}
                className="rounded-sm tabular-nums hover:underline"
              >
                {formatCount(count.count)}
                {count.exact ? "" : "+"}
              </Link>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

function SingleWords({ token, now }: { token: TokenSummary; now: Date }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <TextLink href={`${apiAccessPath}/${token.id}`} className="font-mono">
        {displayToken(token.prefix, token.last4)}
      </TextLink>
      <TokenState token={token} now={now} />
      <span>
        {token.lastUsedAt ? "last used " : ""}
        <RelativeTime at={token.lastUsedAt} now={now} never="never used" />
      </span>
    </span>
  );
}
