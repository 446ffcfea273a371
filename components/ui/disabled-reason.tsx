"use client";

import { Tooltip as Radix } from "radix-ui";
import { type ReactElement, useId, useState } from "react";
import { tooltipClass } from "./tooltip";

/** Holds a control without hiding it: focusable, announced as disabled, with the reason on hover, focus and tap. */
export function DisabledReason({ reason, children }: { reason: string; children: ReactElement }) {
  const id = useId();
  const [open, setOpen] = useState(false);
  return (
    <Radix.Root open={open} onOpenChange={setOpen} delayDuration={0}>
      <Radix.Trigger
        asChild
        aria-describedby={id}
        aria-disabled
        // Radix closes on press; here a press is how touch asks for the reason.
        onPointerDown={(event) => event.preventDefault()}
        onClick={(event) => {
          event.preventDefault();
          event.stopPropagation();
          setOpen(true);
        }}
      >
        {children}
      </Radix.Trigger>
      <span id={id} hidden>
        {reason}
      </span>
      <Radix.Portal>
        <Radix.Content sideOffset={6} collisionPadding={8} className={tooltipClass}>
          {reason}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
