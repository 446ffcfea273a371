"use client";

import { DropdownMenu as Radix } from "radix-ui";
import { type MouseEvent, type ReactNode, useRef, useState } from "react";
import type { MenuItem } from "./menu-item";
import { MenuItems, menuPanelClass } from "./menu-items";
import { findPortalHome } from "./portal-home";

/**
 * One menu for many targets, at the pointer or at the focused element (Shift+F10). Shift with right-click leaves
 * the browser's own menu. Radix's context menu is not used: it writes a style attribute into the server's markup.
 */
export function useContextMenu(): {
  openAt: (event: MouseEvent, items: readonly MenuItem[]) => void;
  /** Render it once, anywhere. */
  menu: ReactNode;
} {
  const anchor = useRef<HTMLSpanElement>(null);
  const opener = useRef<HTMLElement | null>(null);
  const [items, setItems] = useState<readonly MenuItem[]>([]);
  const [open, setOpen] = useState(false);
  const [home, setHome] = useState<HTMLElement | null>(null);

  function openAt(event: MouseEvent, next: readonly MenuItem[]) {
    if (event.shiftKey || next.length === 0 || !anchor.current) return;
    event.preventDefault();
    anchor.current.style.left = `${event.clientX}px`;
    anchor.current.style.top = `${event.clientY}px`;
    opener.current = document.activeElement as HTMLElement | null;
    setHome(findPortalHome(event.currentTarget));
    setItems(next);
    setOpen(true);
  }

  const menu = (
    <Radix.Root modal={false} open={open} onOpenChange={setOpen}>
      <Radix.Trigger asChild>
        <span ref={anchor} aria-hidden="true" className="pointer-events-none fixed size-0" />
      </Radix.Trigger>
      <Radix.Portal container={home}>
        <Radix.Content
          aria-label="Actions"
          align="start"
          sideOffset={2}
          collisionPadding={8}
          className={menuPanelClass}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current?.isConnected) opener.current.focus({ preventScroll: true });
          }}
        >
          <MenuItems items={items} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
  return { openAt, menu };
}
