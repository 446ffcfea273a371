"use client";

import { useCallback, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
/** What a browser that keeps nothing (some private windows) was told on this page. */
const told = new Map<string, boolean>();

/** A yes or no that this browser keeps; `fallback` where it keeps nothing. */
export function readKeptFlag(key: string, fallback: boolean): boolean {
  try {
    const kept = localStorage.getItem(key);
    return kept === null ? fallback : kept === "on";
  } catch {
    return told.get(key) ?? fallback;
  }
}

/** The same for a component, which is drawn anew when it changes. On the server: the fallback. */
export function useKeptFlag(key: string, fallback: boolean): [on: boolean, set: (on: boolean) => void] {
  const on = useSyncExternalStore(
    subscribe,
    () => readKeptFlag(key, fallback),
    () => fallback,
  );
  const set = useCallback(
    (next: boolean) => {
      try {
        if (next === fallback) localStorage.removeItem(key);
        else localStorage.setItem(key, next ? "on" : "off");
      } catch {
        told.set(key, next);
      }
      for (const listener of listeners) listener();
    },
    [key, fallback],
  );
  return [on, set];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
