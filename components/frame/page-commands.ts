"use client";

import { useEffect, useSyncExternalStore } from "react";
import type { CommandAction } from "./command";

let current: readonly CommandAction[] = [];
const none: readonly CommandAction[] = [];
const listeners = new Set<() => void>();

function publish(next: readonly CommandAction[]) {
  current = next;
  for (const listener of listeners) listener();
}

/** Puts a page's own actions at the top of the palette while the page is open. Pass a stable list. */
export function usePageCommands(commands: readonly CommandAction[]): void {
  useEffect(() => {
    publish([...current, ...commands]);
    return () => publish(current.filter((command) => !commands.includes(command)));
  }, [commands]);
}

export function useCurrentPageCommands(): readonly CommandAction[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
    () => none,
  );
}
