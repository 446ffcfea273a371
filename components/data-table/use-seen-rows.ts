"use client";

import { useEffect, useRef } from "react";

/** Rows by id as last loaded, also those of pages left behind: a selection may span pages. */
export function useSeenRows<Row>(
  rows: readonly Row[],
  rowId: (row: Row) => string,
): ReadonlyMap<string, Row> {
  const seen = useRef(new Map<string, Row>());
  const current = new Map(seen.current);
  for (const row of rows) current.set(rowId(row), row);
  useEffect(() => {
    seen.current = current;
  });
  return current;
}
