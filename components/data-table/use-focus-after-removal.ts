"use client";

import { useEffect, useRef } from "react";
import { focusSearch } from "./focus-search";

/**
 * Moves the focus from a row that its dialog removed to the row that took its place, else to the one before, else to the search:
 * the button that opened the dialog is gone with its row, and the focus would begin at the top of the page.
 * @param ids of the rows as they are now
 * @param removing the row that a dialog is open about; null when none is
 */
export function useFocusAfterRemoval(ids: readonly string[], removing: string | null): void {
  const asked = useRef<{ readonly id: string; readonly next: readonly string[] } | null>(null);
  useEffect(() => {
    if (removing !== null) {
      if (asked.current?.id === removing) return;
      const at = ids.indexOf(removing);
      asked.current = {
        id: removing,
        next: [...ids.slice(at + 1), ...ids.slice(0, Math.max(0, at)).reverse()],
      };
      return;
    }
    const gone = asked.current;
    if (gone === null || ids.includes(gone.id)) return;
    // After the dialog's own attempt, which ends on the body.
    const timer = setTimeout(() => {
      asked.current = null;
      const { activeElement, body } = document;
      if (activeElement !== null && activeElement !== body) return;
      const next = gone.next.find((id) => ids.includes(id));
      const row = next === undefined ? null : document.querySelector(`[data-row-id="${CSS.escape(next)}"]`);
      const menu = row?.querySelector<HTMLElement>("button[aria-haspopup=menu]");
      if (menu) menu.focus({ preventScroll: true });
      else focusSearch();
    }, 50);
    return () => clearTimeout(timer);
  }, [ids, removing]);
}
