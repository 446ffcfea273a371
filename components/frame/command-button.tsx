"use client";

import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import { dialogOnDemand } from "@/components/ui/dialog-on-demand";
import { Kbd } from "@/components/ui/kbd";
import { useIsMac } from "@/components/ui/use-is-mac";
import type { CommandGroup, SearchCommands } from "./command";

// The palette's code comes when it is first opened, not with every page.
const CommandPalette = dialogOnDemand(async () => (await import("./command-palette")).CommandPalette);

/** The search field of the top bar: a button that opens the palette, as ⌘K and Ctrl+K do. */
export function CommandButton({
  groups,
  search,
}: {
  groups: readonly CommandGroup[];
  search?: SearchCommands;
}) {
  const [open, setOpen] = useState(false);
  const isMac = useIsMac();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || event.altKey || event.shiftKey) return;
      if (!(event.metaKey || event.ctrlKey)) return;
      // A held dialog keeps what it holds; the palette would lead away from it.
      if (document.querySelector('[role="dialog"][data-state="open"],[role="alertdialog"]')) return;
      event.preventDefault();
      setOpen(true);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  return (
    <>
      <button
        type="button"
        {...CommandPalette.likely}
        onClick={() => setOpen(true)}
        aria-haspopup="dialog"
        aria-keyshortcuts="Meta+K Control+K"
        className="flex h-8.5 items-center gap-2 rounded-lg text-muted hover:bg-hover pointer-coarse:h-11 max-sm:size-8.5 max-sm:justify-center max-sm:pointer-coarse:size-11 sm:w-75 sm:border sm:bg-raised sm:px-2.5"
      >
        <Search aria-hidden="true" className="icon" />
        <span className="min-w-0 flex-1 truncate text-left max-sm:sr-only">Search or run a command</span>
        <Kbd className="max-sm:hidden">{isMac ? "⌘K" : "Ctrl K"}</Kbd>
      </button>
      {open ? <CommandPalette groups={groups} search={search} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
