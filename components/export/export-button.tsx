"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import type { ExportActions, PageExport } from "@/components/export/export-actions";
import { ExportDialog } from "@/components/export/export-dialog";
import { Button } from "@/components/ui/button";

/** Opens the dialog of exports. */
export function ExportButton({
  what,
  filter,
  actions,
}: {
  what: PageExport;
  filter: Readonly<Record<string, unknown>>;
  actions: ExportActions;
}) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button compact icon={<Download />} onClick={() => setOpen(true)}>
        Export…
      </Button>
      <ExportDialog open={open} onOpenChange={setOpen} what={what} filter={filter} actions={actions} />
    </>
  );
}
