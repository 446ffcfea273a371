"use client";

import { useCallback, useSyncExternalStore } from "react";

const storageKey = "single-key-shortcuts";
const listeners = new Set<() => void>();

/** Off for people whose speech input types letters by accident (WCAG 2.1.4). Kept in this browser. */
export function useSingleKeys(): [on: boolean, set: (on: boolean) => void] {
  const on = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => localStorage.getItem(storageKey) !== "off",
    () => true,
  );
  const set = useCallback((next: boolean) => {
    if (next) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, "off");
    for (const listener of listeners) listener();
  }, []);
  return [on, set];
}
