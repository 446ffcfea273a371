"use client";

import { debounce, useQueryStates } from "nuqs";
import { useCallback, useTransition } from "react";
import { staysOffline } from "@/components/ui/stays-offline";
import type { FilterValues, PartialState, TableParams } from "./table-params";
import { useRowsOfAddress } from "./use-rows-of-address";

const typingMs = 250;

/**
 * The table's state in the URL. A change asks the server for the new rows (`pending` meanwhile) and is a step that
 * Back undoes; typing replaces the step and waits for a pause. Any change but of the page goes to page 1.
 */
export function useTableUrlState<F extends FilterValues>(params: TableParams<F>) {
  const [pending, startTransition] = useTransition();
  const [flat, setFlat] = useQueryStates(params.parsers, {
    shallow: false,
    history: "push",
    scroll: false,
    startTransition,
  });

  useRowsOfAddress(pending, startTransition);

  const set = useCallback(
    (change: PartialState<F>) => {
      if (staysOffline()) return;
      const page = "page" in change || "cols" in change ? {} : { page: 1 };
      return setFlat({ ...page, ...params.flatten(change) });
    },
    [params, setFlat],
  );

  const setQuery = useCallback(
    (q: string) => {
      if (staysOffline()) return;
      return setFlat(
        { q, page: 1 },
        { history: "replace", limitUrlUpdates: q === "" ? undefined : debounce(typingMs) },
      );
    },
    [setFlat],
  );

  const clearFilters = useCallback(() => {
    if (staysOffline()) return;
    const filters = Object.fromEntries(params.filterNames.map((name) => [name, null]));
    return setFlat({ q: null, page: null, ...filters });
  }, [params, setFlat]);

  return { state: params.nest(flat), pending, set, setQuery, clearFilters };
}

export type TableUrlState<F extends FilterValues = FilterValues> = ReturnType<typeof useTableUrlState<F>>;
