"use client";

import { Popover as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";
import { cn } from "./cn";

/** A small panel tied to a button, for controls that do not fit a menu. */
export function Popover({
  trigger,
  label,
  align = "start",
  side = "bottom",
  open,
  onOpenChange,
  className,
  children,
}: {
  trigger: ReactElement;
  /** Names the panel for screen readers. */
  label: string;
  align?: "start" | "center" | "end";
  side?: "top" | "bottom";
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={(event) => {
            // Radix passes links over: a list of them would begin at the button below it.
            const panel = event.currentTarget as HTMLElement;
            const first = panel.querySelector<HTMLElement>("a[href],button,input,select,textarea");
            if (!(first instanceof HTMLAnchorElement)) return;
            event.preventDefault();
            first.focus();
          }}
          className={cn(
            "z-50 max-h-(--radix-popper-available-height) w-72 max-w-[calc(100vw-1rem)] overflow-y-auto rounded-xl border bg-raised p-3 shadow-float outline-none data-[state=open]:animate-appear",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
