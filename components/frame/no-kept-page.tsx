"use client";

import { useEffect } from "react";

/**
 * Has a page that the browser kept whole for Back come anew, out of sight until then. What `no-store` says does not reach there in
 * Safari on plain http: it would show what somebody saw who has signed out since, or a secret once more.
 */
export function NoKeptPage() {
  useEffect(() => {
    let isBack = false;
    const leave = (event: PageTransitionEvent) => {
      if (event.persisted) document.documentElement.hidden = true;
    };
    const comeBack = (event: PageTransitionEvent) => {
      if (!event.persisted) return;
      isBack = true;
      window.location.reload();
    };
    // It was left once, whatever was not copied then: nobody is asked again. Listens before any dialog that would ask.
    const ask = (event: BeforeUnloadEvent) => {
      if (isBack) event.stopImmediatePropagation();
    };
    window.addEventListener("pagehide", leave);
    window.addEventListener("pageshow", comeBack);
    window.addEventListener("beforeunload", ask);
    return () => {
      window.removeEventListener("pagehide", leave);
      window.removeEventListener("pageshow", comeBack);
      window.removeEventListener("beforeunload", ask);
    };
  }, []);
  return null;
}
