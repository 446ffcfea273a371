"use client";

import { useEffect, useRef } from "react";

/**
 * Holds the browser's Back and Forward while `active`, where the browser lets a page do so (the Navigation API; like
 * beforeunload, once per click or key of the person). `onHeld` is told.
 */
export function useBackGuard(active: boolean, onHeld: () => void): void {
  const latest = useRef(onHeld);
  useEffect(() => {
    latest.current = onHeld;
  });
  useEffect(() => {
    const { navigation } = window as { navigation?: EventTarget };
    if (!active || navigation === undefined) return;
    const hold = (event: Event & { navigationType?: string }) => {
      if (event.navigationType !== "traverse" || !event.cancelable) return;
      event.preventDefault();
      latest.current();
    };
    navigation.addEventListener("navigate", hold);
    return () => navigation.removeEventListener("navigate", hold);
  }, [active]);
}
