"use client";

import { ContextMenu as Radix } from "radix-ui";
import type { ReactElement } from "react";
import type { MenuItem } from "./menu-item";
import { MenuItems, menuPanelClass } from "./menu-items";

/** The same items on right-click. The child is one element that takes a ref. */
export function ContextMenu({
  items,
  children,
  onOpenChange,
}: {
  items: readonly MenuItem[];
  children: ReactElement;
  onOpenChange?: (open: boolean) => void;
}) {
  return (
    <Radix.Root modal={false} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content collisionPadding={8} className={menuPanelClass}>
          <MenuItems items={items} parts={Radix} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
