"use client";

import { useEffect } from "react";
import { staysOffline } from "@/components/ui/stays-offline";

/** Keeps the page when a link within Keydesk is followed without a connection. */
export function OfflineLinks() {
  useEffect(() => {
    const keep = (event: MouseEvent) => {
      const link =
        event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null;
      const isElsewhere =
        event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
      if (link === null || isElsewhere || link.target === "_blank" || link.hasAttribute("download")) return;
      const isSamePage = link.getAttribute("href")?.startsWith("#");
      if (link.origin === window.location.origin && !isSamePage && staysOffline()) event.preventDefault();
    };
    // Before the link's own handler, which leaves alone what is prevented.
    document.addEventListener("click", keep, { capture: true });
    return () => document.removeEventListener("click", keep, { capture: true });
  }, []);
  return null;
}
