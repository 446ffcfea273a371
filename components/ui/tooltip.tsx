"use client";

import { Tooltip as Radix } from "radix-ui";
import { type ReactElement, type ReactNode, useRef, useState } from "react";
import { findPortalHome } from "./portal-home";

export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={350} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}

export const tooltipClass =
  "z-60 max-w-72 rounded-md bg-ink px-2 py-1 text-page text-xs shadow-float data-[state=delayed-open]:animate-appear forced-colors:border";

/** A short hint on hover and focus. Never the only place where something is said. */
export function Tooltip({
  content,
  side = "top",
  children,
}: {
  content: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  /** One element that takes a ref and focus. */
  children: ReactElement;
}) {
  const triggerRef = useRef<HTMLButtonElement>(null);
  const [home, setHome] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState(false);
  const closing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const change = (next: boolean) => {
    clearTimeout(closing.current);
    if (next) setHome(findPortalHome(triggerRef.current));
    if (next) setOpen(true);
    // Not while focus is on its way: a dialog that loses a node in that moment takes the focus to itself.
    else closing.current = setTimeout(() => setOpen(false));
  };
  return (
    <Radix.Root open={open} onOpenChange={change}>
      <Radix.Trigger asChild ref={triggerRef}>
        {children}
      </Radix.Trigger>
      <Radix.Portal container={home}>
        <Radix.Content side={side} sideOffset={6} collisionPadding={8} className={tooltipClass}>
          {content}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
