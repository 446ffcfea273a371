"use client";

import { type TransitionStartFunction, useEffect, useRef } from "react";
import { useRefresh } from "@/components/ui/use-refresh";

/** Lists that were left before the rows of their address came: the history keeps the rows before them. */
const overtaken = new Set<string>();

const address = () => window.location.pathname + window.location.search;

/**
 * A step that was overtaken before its rows came, by another step or by leaving the page, keeps the rows before it in the
 * history; Back must not show those under filters that they do not fit.
 */
export function useRowsOfAddress(pending: boolean, startTransition: TransitionStartFunction): void {
  const refresh = useRefresh();
  const awaited = useRef<string | null>(null);
  useEffect(() => {
    awaited.current = pending ? address() : null;
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = () => {
      clearTimeout(timer);
      timer = setTimeout(() => startTransition(refresh));
    };
    if (overtaken.delete(address())) ask();
    window.addEventListener("popstate", ask);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("popstate", ask);
      if (awaited.current) overtaken.add(awaited.current);
    };
  }, [refresh, startTransition]);
}
