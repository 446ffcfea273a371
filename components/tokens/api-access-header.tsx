"use client";

import { ClipboardCheck, MoreHorizontal, ShieldX } from "lucide-react";
import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { RefreshButton } from "@/components/data-table/refresh-button";
import type { ExportActions } from "@/components/export/export-actions";
import { ExportSplitButton } from "@/components/export/export-split-button";
import { CountChips } from "@/components/tokens/count-chips";
import { apiAccessPath } from "@/components/tokens/token-table-params";
import { CopyButton } from "@/components/ui/copy-button";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import type { MenuItem } from "@/components/ui/menu-item";
import { PageHeader } from "@/components/ui/page-header";
import type { TokenQuery } from "@/domain/tokens/token-query";
import type { TokenCounts } from "@/domain/tokens/token-views";

/** Title, actions of the page, figures and the base URL. `counts` is null where the list could not be loaded. */
export function ApiAccessHeader({
  counts,
  query,
  baseUrl,
  exports,
  generateButton,
  onRevokeAll,
  onReview,
}: {
  counts: TokenCounts | null;
  query: TokenQuery | null;
  baseUrl: string;
  /** Null: the viewer may not export. */
  exports: ExportActions | null;
  generateButton: ReactNode;
  onRevokeAll: (() => void) | null;
  /** Starts a review of the filtered tokens; null where the viewer may not. */
  onReview?: (() => void) | null;
}) {
  const params = useSearchParams();
  const search = params.toString();
  const { per: _, page: __, ...filter } = Object.fromEntries(params);
  return (
    <>
      <PageHeader
        title="API access"
        crumbs={[{ label: "Integrations" }]}
        actions={
          <>
            <RefreshButton />
            {exports ? (
              <ExportSplitButton
                href={`${apiAccessPath}/export.csv${search ? `?${search}` : ""}`}
                what="tokens"
                filter={filter}
                actions={exports}
              />
            ) : null}
            {onRevokeAll || onReview ? (
              <DropdownMenu
                trigger={<IconButton label="More actions" variant="secondary" icon={<MoreHorizontal />} />}
                items={[...reviewItem(onReview), ...revokeAllItem(onRevokeAll)]}
              />
            ) : null}
            {generateButton}
          </>
        }
      />
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        {counts ? (
          <nav aria-label="Figures" className="flex flex-wrap gap-1.5">
            <CountChips counts={counts} query={query} />
          </nav>
        ) : null}
        <p className="ml-auto flex min-w-0 items-center gap-1.5 text-sm max-sm:ml-0">
          <span className="shrink-0 text-muted">Base URL</span>
          <code className="min-w-0 truncate font-mono">{baseUrl}</code>
          <CopyButton text={baseUrl} copyLabel="Copy base URL" />
        </p>
      </div>
    </>
  );
}

function reviewItem(onReview: (() => void) | null | undefined): MenuItem[] {
  if (!onReview) return [];
  return [
    {
      id: "review",
      label: "Start a review of these tokens…",
      icon: <ClipboardCheck />,
      onSelect: onReview,
    },
  ];
}

function revokeAllItem(onRevokeAll: (() => void) | null): MenuItem[] {
  if (!onRevokeAll) return [];
  return [
    {
      id: "revoke-all",
      label: "Revoke all tokens…",
      icon: <ShieldX />,
      danger: true,
      onSelect: onRevokeAll,
    },
  ];
}
