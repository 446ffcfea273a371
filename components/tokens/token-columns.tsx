import type { ReactNode } from "react";
import { RowLink } from "@/components/data-table/row-link";
import type { TableColumn } from "@/components/data-table/table-column";
import { AttentionLine } from "@/components/tokens/attention-line";
import { bearerName } from "@/components/tokens/bearer-name";
import { apiAccessPath } from "@/components/tokens/token-table-params";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import { SparkBars } from "@/components/ui/spark-bars";
import { findAttention } from "@/domain/tokens/attention";
import { displayToken } from "@/domain/tokens/display";
import type { TokenSummary } from "@/domain/tokens/token-views";
import { typeRule } from "@/domain/tokens/types";

/** Zorus's columns, and what they leave out: type and expiry on request. `enabled` is the page's own switch. */
export function tokenColumns(
  now: Date,
  enabled: (token: TokenSummary) => ReactNode,
): readonly TableColumn<TokenSummary>[] {
  return [
    {
      id: "name",
      header: "Token name",
      width: 228,
      sortable: true,
      hideable: false,
      card: "title",
      cell: (token) => <NameCell token={token} now={now} />,
    },
    {
      id: "notes",
      header: "Notes",
      width: 100,
      clip: true,
      card: "none",
      cell: (token) => (
        <span className="text-muted" title={token.notes || undefined}>
          {token.notes || "–"}
        </span>
      ),
    },
    {
      id: "type",
      header: "Type",
      width: 110,
      hiddenByDefault: true,
      card: "none",
      cell: (token) => typeRule(token.type).label,
    },
    {
      id: "actsAs",
      header: "Acts as",
      width: 108,
      clip: true,
      cell: (token) => <span title={bearerName(token)}>{bearerName(token)}</span>,
    },
    {
      id: "createdBy",
      header: "Created by",
      width: 106,
      sortable: true,
      clip: true,
      card: "none",
      cell: (token) =>
        token.creatorActive ? (
          token.createdByName
        ) : (
          <span className="text-muted">Left: {token.createdByName}</span>
        ),
    },
    {
      id: "createdAt",
      header: "Created",
      width: 104,
      sortable: true,
      descFirst: true,
      card: "none",
      cell: (token) => <DateTime at={token.createdAt} className="whitespace-nowrap" />,
    },
    {
      id: "expiresAt",
      header: "Expires",
      width: 104,
      sortable: true,
      hiddenByDefault: true,
      card: "none",
      cell: (token) =>
        token.expiresAt ? (
          <DateTime at={token.expiresAt} className="whitespace-nowrap" />
        ) : (
          <span className="text-muted">Never</span>
        ),
    },
    {
      id: "lastUsedAt",
      header: "Last used",
      width: 118,
      sortable: true,
      descFirst: true,
      cell: (token) => (
        <>
          <RelativeTime at={token.lastUsedAt} now={now} capital />
          {token.lastIp ? (
            <span className="block truncate text-muted text-sm cards:hidden">from {token.lastIp}</span>
          ) : null}
        </>
      ),
    },
    {
      id: "hours",
      header: "24 hours",
      width: 88,
      card: "none",
      cell: (token) => (
        <SparkBars
          bars={token.hours.valid.map((valid, hour) => ({ valid, refused: token.hours.refused[hour] ?? 0 }))}
        />
      ),
    },
    { id: "enabled", header: "Enabled", width: 68, hideable: false, card: "aside", cell: enabled },
  ];
}

function NameCell({ token, now }: { token: TokenSummary; now: Date }) {
  const attention = findAttention(token, now);
  return (
    <>
      <RowLink href={`${apiAccessPath}/${token.id}`} prefetch={false}>
        {token.name}
      </RowLink>
      <span className="flex min-w-0 flex-wrap items-center gap-x-1 text-muted">
        <code className="font-mono text-sm">{displayToken(token.prefix, token.last4)}</code>
        {attention ? (
          <>
            <span aria-hidden="true" className="cards:hidden">
              ·
            </span>
            <span className="flex min-w-0 cards:basis-full">
              <AttentionLine attention={attention} now={now} />
            </span>
          </>
        ) : null}
      </span>
    </>
  );
}
