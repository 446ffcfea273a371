"use client";

import { Menu, X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { scrimClass } from "@/components/ui/scrim-class";
import { Brand } from "./brand";
import type { NavGroup } from "./nav";
import { NavList } from "./nav-list";

/** The side bar as a sheet, where the window has no room for it. */
export function MobileNav({
  groups,
  elsewhere,
  homeHref,
}: {
  groups: readonly NavGroup[];
  elsewhere: readonly string[];
  homeHref: string;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>
        <IconButton label="Menu" icon={<Menu />} className="-ml-2 text-ink lg:hidden" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Overlay className={scrimClass} />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            const panel = event.currentTarget as HTMLElement;
            const link =
              panel.querySelector<HTMLElement>("[aria-current]") ?? panel.querySelector<HTMLElement>("li a");
            if (!link) return;
            event.preventDefault();
            link.focus();
          }}
          className="fixed inset-y-0 left-0 z-50 flex w-72 max-w-[85vw] flex-col gap-4 overflow-y-auto overscroll-contain border-r bg-sub p-2.5 shadow-dialog outline-none data-[state=open]:animate-slide-in"
        >
          <div className="flex h-9 items-center justify-between pl-2">
            <Brand href={homeHref} />
            <Radix.Close asChild>
              <IconButton label="Close the menu" size="sm" icon={<X />} />
            </Radix.Close>
          </div>
          <Radix.Title className="sr-only">Menu</Radix.Title>
          <nav aria-label="Main">
            <NavList groups={groups} elsewhere={elsewhere} onNavigate={() => setOpen(false)} />
          </nav>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
