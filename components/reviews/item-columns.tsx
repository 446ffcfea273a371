import type { ReactNode } from "react";
import { RowLink } from "@/components/data-table/row-link";
import type { TableColumn } from "@/components/data-table/table-column";
import { ItemChangesLine } from "@/components/reviews/item-changes";
import { statusNames } from "@/components/tokens/token-filters";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import type { ReviewItem } from "@/domain/reviews/review-views";
import { displayToken } from "@/domain/tokens/display";
import { typeRule } from "@/domain/tokens/types";

/** The tokens of a review, as they were when it began. `decision` is the page's own cell. */
export function itemColumns(
  now: Date,
  decision: (item: ReviewItem) => ReactNode,
  hasSeveralReviewers: boolean,
): readonly TableColumn<ReviewItem>[] {
  return [
    {
      id: "name",
      header: "Token name",
      width: 186,
      sortable: true,
      hideable: false,
      card: "title",
      cell: (item) => (
        <>
          <RowLink href={`/integrations/api-access/${item.tokenId}`}>{item.name}</RowLink>
          <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-muted">
            <code className="font-mono text-sm">{displayToken(item.prefix, item.last4)}</code>
            {item.status === "active" ? null : (
              <span className="text-sm">{statusNames[item.status].toLowerCase()}</span>
            )}
            <ItemChangesLine item={item} />
          </span>
        </>
      ),
    },
    {
      id: "type",
      header: "Type",
      width: 104,
      hiddenByDefault: true,
      card: "none",
      cell: (item) => typeRule(item.type).label,
    },
    {
      id: "notes",
      header: "Notes",
      width: 100,
      clip: true,
      hiddenByDefault: true,
      card: "none",
      cell: (item) => (
        <span className="text-muted" title={item.notes || undefined}>
          {item.notes || "–"}
        </span>
      ),
    },
    {
      id: "actsAs",
      header: "Acts as",
      width: 120,
      cell: (item) => {
        const permissions = item.permissions.join(" ");
        return (
          <>
            <span className="block truncate">{item.actsAsName ?? item.organizationName ?? "Account"}</span>
            {permissions ? (
              <span className="block truncate text-muted text-sm cards:hidden" title={permissions}>
                {permissions}
              </span>
            ) : null}
          </>
        );
      },
    },
    {
      id: "createdAt",
      header: "Created",
      width: 108,
      sortable: true,
      descFirst: true,
      card: "none",
      cell: (item) => (
        <>
          <DateTime at={item.createdAt} className="whitespace-nowrap" />
          <span className="block truncate text-muted text-sm">by {item.createdByName}</span>
        </>
      ),
    },
    {
      id: "expiresAt",
      header: "Expires",
      width: 98,
      sortable: true,
      card: "none",
      cell: (item) =>
        item.expiresAt ? (
          <DateTime at={item.expiresAt} className="whitespace-nowrap" />
        ) : (
          <span className="text-muted">Never</span>
        ),
    },
    {
      id: "lastUsedAt",
      header: "Last used",
      width: 120,
      sortable: true,
      descFirst: true,
      cell: (item) => <RelativeTime at={item.present?.lastUsedAt ?? item.lastUsedAt} now={now} capital />,
    },
    {
      id: "reviewer",
      header: "Reviewer",
      width: 96,
      hiddenByDefault: !hasSeveralReviewers,
      card: "none",
      wide: false,
      clip: true,
      cell: (item) => <span title={item.reviewerName}>{item.reviewerName}</span>,
    },
    {
      id: "decision",
      header: "Decision",
      width: 226,
      hideable: false,
      card: "line",
      cell: decision,
    },
  ];
}
