"use client";

import { debounce, parseAsString, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { useRowsOfAddress } from "@/components/data-table/use-rows-of-address";
import { staysOffline } from "@/components/ui/stays-offline";

const one = parseAsString.withDefault("");
const parsers = {
  q: one,
  actor: one,
  target: one,
  action: one,
  outcome: one,
  period: one,
  from: one,
  to: one,
  after: one,
  before: one,
};
const typingMs = 250;

export type AuditUrlState = { readonly [K in keyof typeof parsers]: string };
export type AuditFilterName = Exclude<keyof typeof parsers, "after" | "before">;

/** The audit list's filters in the URL. A change starts at the newest page and is a step that Back undoes; typing replaces it. */
export function useAuditUrl() {
  const [pending, startTransition] = useTransition();
  const [state, setState] = useQueryStates(parsers, {
    shallow: false,
    history: "push",
    scroll: false,
    startTransition,
  });
  useRowsOfAddress(pending, startTransition);
  const newest = { after: null, before: null };
  return {
    state: state as AuditUrlState,
    pending,
    set: (change: Partial<Record<AuditFilterName, string | null>>) => {
      if (!staysOffline()) void setState({ ...change, ...newest });
    },
    search: (q: string) => {
      if (staysOffline()) return;
      void setState(
        { q: q || null, ...newest },
        { history: "replace", limitUrlUpdates: q === "" ? undefined : debounce(typingMs) },
      );
    },
    clear: () => {
      if (!staysOffline()) void setState(null);
    },
  };
}
