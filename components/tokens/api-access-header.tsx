"use client";

import { ClipboardCheck, Download, MoreHorizontal, ShieldX } from "lucide-react";
import { useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { RefreshButton } from "@/components/data-table/refresh-button";
import { CountChips } from "@/components/tokens/count-chips";
import { exportPath } from "@/components/tokens/export-selection";
import { buttonClass } from "@/components/ui/button-class";
import { cn } from "@/components/ui/cn";
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
  mayExport,
  generateButton,
  onRevokeAll,
  onReview,
}: {
  counts: TokenCounts | null;
  query: TokenQuery | null;
  baseUrl: string;
  mayExport: boolean;
  generateButton: ReactNode;
  onRevokeAll: (() => void) | null;
  /** Starts a review of the filtered tokens; null where the viewer may not. */
  onReview?: (() => void) | null;
}) {
  const search = useSearchParams().toString();
  return (
    <>
      <PageHeader
        title="API access"
        crumbs={[{ label: "Integrations" }]}
        actions={
          <>
            <RefreshButton />
            {mayExport ? (
              // A plain link: Next's own would fetch it beforehand, and the browser streams it to disk.
              <a
                href={search ? `${exportPath}?${search}` : exportPath}
                className={cn(buttonClass(), "max-sm:w-8.5 max-sm:px-0 [&>svg]:icon")}
              >
                <Download aria-hidden="true" />
                <span className="max-sm:sr-only">Export CSV</span>
              </a>
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
