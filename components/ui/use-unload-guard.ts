"use client";

import { useEffect } from "react";

/** Has the browser ask before the tab closes or reloads, as long as `active`. */
export function useUnloadGuard(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const hold = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", hold);
    return () => window.removeEventListener("beforeunload", hold);
  }, [active]);
}
