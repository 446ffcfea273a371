"use client";

import { useEffect, useRef } from "react";

const layers = "[role=dialog],[role=alertdialog],[role=menu]";

/**
 * Gives the focus back to where it was on the page when a chain of dialogs ends. Each dialog does that for itself, but the
 * second of a chain was opened from the first, which is gone by then.
 */
export function useReturnFocus(open: boolean): void {
  const last = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const note = (event: FocusEvent) => {
      const target = event.target as HTMLElement | null;
      if (target instanceof HTMLElement && !target.closest(layers)) last.current = target;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  useEffect(() => {
    if (!open) return;
    return () => {
      // After the dialog's own attempt, which ends on the body.
      setTimeout(() => {
        const lost = document.activeElement === null || document.activeElement === document.body;
        if (lost && last.current?.isConnected) last.current.focus({ preventScroll: true });
      }, 50);
    };
  }, [open]);
}
