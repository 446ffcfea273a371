"use client";

import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef } from "react";

/**
 * Begins what the page's address asks for, as the palette's "Generate …" does, and takes it out of the address: going back or
 * reloading does not begin it again.
 */
export function useBegun(asked: boolean, begin: () => void): void {
  const router = useRouter();
  const path = usePathname();
  const latest = useRef(begin);
  latest.current = begin;
  useEffect(() => {
    if (!asked) return;
    latest.current();
    router.replace(path, { scroll: false });
  }, [asked, path, router]);
}
