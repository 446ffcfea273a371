"use client";

import { MoreHorizontal } from "lucide-react";
import Link from "next/link";
import { CardTable } from "@/components/data-table/card-table";
import { cellClass, rowClass } from "@/components/data-table/row-class";
import { AttentionLine } from "@/components/tokens/attention-line";
import { EnabledSwitch } from "@/components/tokens/enabled-switch";
import { rowActions } from "@/components/tokens/row-actions";
import type { TokenDialog } from "@/components/tokens/token-dialogs";
import type { TokenRights } from "@/components/tokens/token-rights";
import { apiAccessPath } from "@/components/tokens/token-table-params";
import type { useEnabled } from "@/components/tokens/use-enabled";
import { cn } from "@/components/ui/cn";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { DateTime, RelativeTime } from "@/components/ui/relative-time";
import { findAttention } from "@/domain/tokens/attention";
import { displayToken } from "@/domain/tokens/display";
import type { TokenSummary } from "@/domain/tokens/token-views";

const columns = [
  { id: "name", header: "Token name", width: 300 },
  { id: "created", header: "Created", width: 170 },
  { id: "lastUsed", header: "Last used", width: 150 },
  { id: "enabled", header: "Enabled", width: 68 },
  { id: "actions", header: "Actions", width: 44, unseen: true },
];

/** A few tokens with all that can be done to them, for pages that are about something else. */
export function TokenList({
  label,
  tokens,
  rights,
  now,
  enabling,
  onOpen,
}: {
  label: string;
  tokens: readonly TokenSummary[];
  rights: TokenRights;
  now: Date;
  enabling: ReturnType<typeof useEnabled>;
  onOpen: (dialog: TokenDialog) => void;
}) {
  return (
    <CardTable label={label} columns={columns}>
      {tokens.map((token) => (
        <tr key={token.id} className={cn(rowClass, "hover:bg-sub")}>
          <td className={cn(cellClass, "wrap-anywhere cards:order-1 cards:min-w-0 cards:flex-1")}>
            <NameCell token={token} now={now} />
          </td>
          <td className={cn(cellClass, "wrap-anywhere cards:order-5 cards:text-muted")}>
            <span className="hidden cards:inline">Created </span>
            <DateTime at={token.createdAt} />
            <span className="block truncate text-muted text-sm cards:hidden">by {token.createdByName}</span>
          </td>
          <td className={cn(cellClass, "wrap-anywhere cards:order-6 cards:text-muted")}>
            <span className="hidden cards:inline">{token.lastUsedAt ? "Last used " : ""}</span>
            <RelativeTime at={token.lastUsedAt} now={now} />
            {token.lastIp ? (
              <span className="block truncate text-muted text-sm cards:hidden">from {token.lastIp}</span>
            ) : null}
          </td>
          <td className={cn(cellClass, "cards:order-2")}>
            <EnabledSwitch
              token={token}
              enabled={enabling.isEnabled(token)}
              onChange={rights.toggle ? (enabled) => enabling.setEnabled(token, enabled) : null}
            />
          </td>
          <td className={cn(cellClass, "py-1.5 pr-0 text-right cards:order-3 cards:-my-1")}>
            <DropdownMenu
              items={() => rowActions(token, rights, onOpen, enabling.setEnabled)}
              trigger={<IconButton size="sm" label={`Actions for ${token.name}`} icon={<MoreHorizontal />} />}
            />
          </td>
        </tr>
      ))}
    </CardTable>
  );
}

function NameCell({ token, now }: { token: TokenSummary; now: Date }) {
  const attention = findAttention(token, now);
  return (
    <>
      <Link
        href={`${apiAccessPath}/${token.id}`}
        prefetch={false}
        className="rounded-sm font-medium hover:underline"
      >
        {token.name}
      </Link>
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-muted">
        <code className="font-mono text-sm">{displayToken(token.prefix, token.last4)}</code>
        {attention ? <AttentionLine attention={attention} now={now} /> : null}
      </span>
    </>
  );
}
