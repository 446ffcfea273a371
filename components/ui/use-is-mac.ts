"use client";

import { useSyncExternalStore } from "react";

const subscribe = () => () => {};

/** Whether to say ⌘ rather than Ctrl; false until the browser has answered. */
export function useIsMac(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => /Mac|iPhone|iPad/.test(navigator.userAgent),
    () => false,
  );
}
