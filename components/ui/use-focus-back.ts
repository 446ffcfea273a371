"use client";

import { useRef } from "react";
import { twinOf } from "./twin-of";

/**
 * Gives the focus back to where a dialog was opened from. Radix knows its own trigger only; a dialog that a page opens goes to what
 * had the focus then, or to what took its place.
 */
export function useFocusBack(hasTrigger: boolean) {
  const opener = useRef<HTMLElement | null>(null);
  return {
    /** To be called while the dialog opens, before it takes the focus. */
    note: () => {
      opener.current = openerOf(document.activeElement);
    },
    onCloseAutoFocus: (event: Event) => {
      const from = opener.current;
      const home = from?.isConnected ? from : from && twinOf(from);
      if (hasTrigger || !home || home === document.body) return;
      event.preventDefault();
      home.focus();
    },
  };
}

// An item of a menu goes with its menu: focus belongs to the button that had opened that.
function openerOf(focused: Element | null): HTMLElement | null {
  const menuButton = focused?.closest("[role=menu]")?.getAttribute("aria-labelledby");
  return menuButton ? document.getElementById(menuButton) : (focused as HTMLElement | null);
}
