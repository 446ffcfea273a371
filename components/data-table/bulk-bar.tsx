"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format-count";
import { Kbd } from "@/components/ui/kbd";

export type TableSelection<Row> = {
  ids: readonly string[];
  /** The selected rows seen so far, as last loaded; a row selected through a link may be missing. */
  rows: readonly Row[];
  clear: () => void;
};

export type BulkAction = {
  id: string;
  label: string;
  icon: ReactNode;
  onSelect: () => void;
  danger?: boolean;
  pending?: boolean;
  disabledReason?: string | null;
};

/** What can be done with the selected rows. Its place at the end of the page is kept free, so showing it moves nothing. */
export function BulkBar({
  count,
  actions,
  onClear,
}: {
  count: number;
  actions: () => readonly BulkAction[];
  onClear: () => void;
}) {
  return (
    <div className="pointer-events-none sticky bottom-0 z-30 -mx-1 flex h-16 items-end justify-center px-1 pb-4">
      {count > 0 ? (
        <div
          role="toolbar"
          aria-label="Actions on the selection"
          // Where a page is as low as at 400 %, one line that scrolls: several would cover most of the rows.
          className="pointer-events-auto flex max-w-full animate-rise flex-wrap items-center gap-1 rounded-xl border bg-raised p-1.5 shadow-float [@media(max-height:24rem)]:flex-nowrap [@media(max-height:24rem)]:overflow-x-auto"
        >
          <span className="whitespace-nowrap px-2.5 font-medium tabular-nums">
            {formatCount(count)} selected
          </span>
          <span aria-hidden="true" className="mr-1 h-5 w-px bg-line" />
          {actions().map((action) => (
            <Button
              key={action.id}
              size="sm"
              variant={action.danger ? "danger-ghost" : "ghost"}
              icon={action.icon}
              pending={action.pending}
              disabledReason={action.disabledReason}
              onClick={action.onSelect}
              className={action.danger ? undefined : "text-ink"}
            >
              {action.label}
            </Button>
          ))}
          <Button
            size="sm"
            variant="ghost"
            onClick={onClear}
            aria-label="Clear the selection"
            aria-keyshortcuts="Escape"
          >
            <Kbd className="pointer-coarse:hidden">Esc</Kbd>
            <span className="hidden pointer-coarse:inline">Clear</span>
          </Button>
        </div>
      ) : null}
    </div>
  );
}
