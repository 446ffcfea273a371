"use client";

import { type RefObject, useEffect, useRef } from "react";
import { useSingleKeys } from "./single-keys";
import { takesKeys } from "./takes-keys";

export type TableKeyActions = {
  body: RefObject<HTMLTableSectionElement | null>;
  search: RefObject<HTMLInputElement | null>;
  toggleRow: ((id: string) => void) | null;
  /** Returns whether there was a selection to clear. */
  clearSelection: () => boolean;
  showSheet: () => void;
  /** A key of the page's own, with the id of the focused row if any; returns whether it was one. */
  pressOwn: (key: string, rowId: string | null) => boolean;
};

/** j/k move the focus from row to row, x selects, / goes to the search, ? explains, Esc clears; Enter is the link's own. */
export function useTableKeys(actions: TableKeyActions): void {
  const [on] = useSingleKeys();
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    let lastId: string | null = null;
    const handle = (event: KeyboardEvent): boolean => {
      const { body, search, toggleRow, clearSelection, showSheet, pressOwn } = latest.current;
      if (event.key === "Escape") return clearSelection();
      if (!on) return false;
      const rows = [...(body.current?.querySelectorAll<HTMLElement>("tr[data-row-id]") ?? [])];
      const focused = document.activeElement?.closest<HTMLElement>("tr[data-row-id]") ?? null;
      const rowId = focused && rows.includes(focused) ? (focused.dataset.rowId ?? null) : null;
      switch (event.key) {
        case "j":
        case "k": {
          const from = rows.findIndex((row) => row.dataset.rowId === (rowId ?? lastId));
          const to = from === -1 ? 0 : rowId === null ? from : from + (event.key === "j" ? 1 : -1);
          const next = rows[Math.max(0, Math.min(rows.length - 1, to))];
          (
            next?.querySelector<HTMLElement>("[data-row-link]") ??
            next?.querySelector<HTMLElement>("input, button")
          )?.focus();
          lastId = next?.dataset.rowId ?? null;
          return rows.length > 0;
        }
        case "x":
          if (rowId) toggleRow?.(rowId);
          return rowId !== null && toggleRow !== null;
        case "/":
          search.current?.focus();
          search.current?.select();
          return search.current !== null;
        case "?":
          showSheet();
          return true;
        default:
          return pressOwn(event.key, rowId);
      }
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (takesKeys(event) && handle(event)) event.preventDefault();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [on]);
}
