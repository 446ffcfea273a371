"use client";

import { DropdownMenu as Radix } from "radix-ui";
import { type ReactElement, type ReactNode, useRef, useState } from "react";
import { MenuItems, type MenuSource, menuPanelClass } from "./menu-items";
import { findPortalHome } from "./portal-home";

/** A menu under a button. The trigger is one element that takes a ref, such as `IconButton`. */
export function DropdownMenu({
  trigger,
  items,
  header,
  align = "end",
  side = "bottom",
  open,
  onOpenChange,
}: {
  trigger: ReactElement;
  items: MenuSource;
  /** Words above the items, such as who is signed in. */
  header?: ReactNode;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}) {
  const triggerRef = useRef<HTMLButtonElement>(null);
  const [home, setHome] = useState<HTMLElement | null>(null);
  const change = (next: boolean) => {
    if (next) setHome(findPortalHome(triggerRef.current));
    onOpenChange?.(next);
  };
  return (
    <Radix.Root modal={false} open={open} onOpenChange={change}>
      <Radix.Trigger asChild ref={triggerRef}>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal container={home}>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className={menuPanelClass}
        >
          {header}
          <MenuItems items={items} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
