"use client";

import type { TableUrlState } from "./use-table-url-state";

/** Rows per page; not shown where the smallest page holds everything. */
export function PerPage({
  options,
  url,
  total,
}: {
  options: readonly number[];
  url: TableUrlState;
  total: number;
}) {
  if (total <= Math.min(...options)) return null;
  return (
    <label className="flex items-center gap-2 text-muted">
      Rows
      <select
        value={url.state.per}
        onChange={(event) => void url.set({ per: Number(event.target.value) })}
        className="h-7 rounded-md border border-field bg-raised px-1.5 text-ink tabular-nums pointer-coarse:h-11 pointer-coarse:px-2.5 pointer-coarse:text-lg"
      >
        {[...options]
          .sort((a, b) => a - b)
          .map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
      </select>
    </label>
  );
}
