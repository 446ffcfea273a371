"use client";

import { ChevronDown, Download } from "lucide-react";
import { useState } from "react";
import type { ExportActions, PageExport } from "@/components/export/export-actions";
import { ExportDialog } from "@/components/export/export-dialog";
import { quickExport } from "@/components/export/quick-export";
import { useReauth } from "@/components/reauth/reauth-provider";
import { buttonClass } from "@/components/ui/button-class";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";

/** CSV at one click, as Zorus has it, and beside it the dialog with all formats. `href` works without scripts, too. */
export function ExportSplitButton({
  href,
  what,
  filter,
  actions,
}: {
  href: string;
  what: PageExport;
  filter: Readonly<Record<string, unknown>>;
  actions: ExportActions;
}) {
  const guarded = useReauth();
  const [open, setOpen] = useState(false);
  return (
    <div className="flex" data-compact>
      <a
        href={href}
        onClick={(event) => {
          event.preventDefault();
          void quickExport({ what, filter }, actions, guarded);
        }}
        className={cn(
          buttonClass(),
          "rounded-r-none max-sm:w-8.5 max-sm:px-0 max-sm:pointer-coarse:w-11 [&>svg]:icon",
        )}
      >
        <Download aria-hidden="true" />
        <span className="max-sm:sr-only">Export CSV</span>
      </a>
      <IconButton
        label="Other formats and options"
        variant="secondary"
        icon={<ChevronDown />}
        className="-ml-px w-7 rounded-l-none pointer-coarse:w-11"
        onClick={() => setOpen(true)}
      />
      <ExportDialog open={open} onOpenChange={setOpen} what={what} filter={filter} actions={actions} />
    </div>
  );
}
