"use client";

import { useEffect, useRef } from "react";

/**
 * Lets a selection go of rows that are no longer anywhere. When the rows come anew under the same address, `findGone` is asked about
 * those of the selection that are not among them: they may only be on another page. Where it does not answer, the selection stays.
 */
export function useDropGone<Row>(options: {
  /** The rows that the page shows: another list whenever they were asked for anew. */
  rows: readonly Row[];
  rowId: (row: Row) => string;
  selected: readonly string[];
  findGone: ((ids: readonly string[]) => Promise<readonly string[]>) | undefined;
  drop: (ids: readonly string[]) => void;
}): void {
  const { rows } = options;
  const latest = useRef(options);
  latest.current = options;
  const before = useRef("");
  useEffect(() => {
    const { rowId, selected, findGone, drop } = latest.current;
    const address = window.location.search;
    const isSame = before.current === address;
    before.current = address;
    const shown = new Set(rows.map(rowId));
    const left = selected.filter((id) => !shown.has(id));
    if (!findGone || !isSame || left.length === 0) return;
    void findGone(left).then(
      (gone) => gone.length > 0 && drop(gone),
      () => undefined,
    );
  }, [rows]);
}
