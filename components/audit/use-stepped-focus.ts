"use client";

import { type RefObject, useEffect, useRef } from "react";
import { focusSearch } from "@/components/data-table/focus-search";

/**
 * Keeps the focus among links to other pages when the one that had it goes with the page that it led to, the first or the last: the
 * link that leads back takes it, else the search. Returns where the links stand.
 */
export function useSteppedFocus(): RefObject<HTMLElement | null> {
  const nav = useRef<HTMLElement>(null);
  const held = useRef<Element | null>(null);
  // Noted before it can go: whoever has left the links by then keeps the focus elsewhere.
  useEffect(() => {
    const note = () => {
      held.current = nav.current?.contains(document.activeElement) ? document.activeElement : null;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);
  useEffect(() => {
    const { activeElement, body } = document;
    if (held.current === null || held.current.isConnected) return;
    held.current = null;
    if (activeElement !== null && activeElement !== body) return;
    const back = [...(nav.current?.querySelectorAll("a") ?? [])].at(-1);
    if (back) back.focus({ preventScroll: true });
    else focusSearch();
  });
  return nav;
}
