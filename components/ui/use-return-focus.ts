"use client";

import { useEffect, useRef } from "react";
import { twinOf } from "./twin-of";

const layers = "[role=dialog],[role=alertdialog],[role=menu]";

/**
 * Gives the focus back to where it was on the page when a chain of dialogs ends. Each dialog does that for itself, but the
 * second of a chain was opened from the first, which is gone by then.
 */
export function useReturnFocus(open: boolean): void {
  const last = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const note = (target: EventTarget | null) => {
      if (target instanceof HTMLElement && !target.closest(layers)) last.current = target;
    };
    const listen = (event: FocusEvent) => note(event.target);
    // What had it before the page's scripts were there.
    if (document.activeElement !== document.body) note(document.activeElement);
    document.addEventListener("focusin", listen);
    return () => document.removeEventListener("focusin", listen);
  }, []);
  useEffect(() => {
    if (!open) return;
    return () => {
      // After the dialog's own attempt, which ends on the body.
      setTimeout(() => {
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (!lost || last.current === null) return;
        const home = last.current.isConnected ? last.current : twinOf(last.current);
        home?.focus({ preventScroll: true });
      }, 50);
    };
  }, [open]);
}
