"use client";

import { Tooltip as Radix } from "radix-ui";
import { type ReactElement, useId, useRef, useState } from "react";
import { findPortalHome } from "./portal-home";
import { tooltipClass } from "./tooltip";

/**
 * Holds a control without hiding it: focusable, announced as disabled, with the reason on hover, focus and tap. With null it is free;
 * what comes and goes while the control has the focus is to be said so, since another parent would make the control anew.
 */
export function DisabledReason({ reason, children }: { reason: string | null; children: ReactElement }) {
  const id = useId();
  const triggerRef = useRef<HTMLButtonElement>(null);
  const [home, setHome] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState(false);
  const isHeld = reason !== null;
  const change = (next: boolean) => {
    if (next && !isHeld) return;
    if (next) setHome(findPortalHome(triggerRef.current));
    setOpen(next);
  };
  return (
    <Radix.Root open={open && isHeld} onOpenChange={change} delayDuration={0}>
      <Radix.Trigger
        asChild
        ref={triggerRef}
        // Radix closes on press; here a press is how touch asks for the reason.
        {...(isHeld
          ? {
              "aria-describedby": id,
              "aria-disabled": true,
              onPointerDown: (event) => event.preventDefault(),
              onClick: (event) => {
                event.preventDefault();
                event.stopPropagation();
                change(true);
              },
            }
          : {})}
      >
        {children}
      </Radix.Trigger>
      {isHeld ? (
        <span id={id} hidden>
          {reason}
        </span>
      ) : null}
      <Radix.Portal container={home}>
        <Radix.Content sideOffset={6} collisionPadding={8} className={tooltipClass}>
          {reason}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
