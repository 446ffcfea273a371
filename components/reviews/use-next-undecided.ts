"use client";

import { useEffect, useRef, useState } from "react";
import type { ReviewItem } from "@/domain/reviews/review-views";

type Due = {
  readonly tokenIds: ReadonlySet<string>;
  readonly said: string;
  /** The page as it was: where its new rows come, the focus goes on. */
  readonly rows: readonly ReviewItem[];
};

/**
 * After a decision, once the page shows it: moves the focus to the next token that waits for the viewer, or to `note`, which says
 * that none does; then says what was done. Leaves the focus alone where somebody has moved it meanwhile.
 */
export function useNextUndecided(
  rows: readonly ReviewItem[],
  isWaiting: (item: ReviewItem) => boolean,
  left: number,
) {
  const due = useRef<Due | null>(null);
  const note = useRef<HTMLParagraphElement>(null);
  const [said, setSaid] = useState("");
  useEffect(() => {
    const last = due.current;
    if (last === null || rows === last.rows) return;
    due.current = null;
    if (isFocusFree(last.tokenIds)) {
      const next = findNext(last, rows.filter(isWaiting));
      const link = next
        ? document.querySelector<HTMLElement>(`tr[data-row-id="${next.tokenId}"] [data-row-link]`)
        : note.current;
      link?.focus();
    }
    setSaid(`${last.said}. ${left === 0 ? "No token waits for you." : `${left} left to decide.`}`);
  }, [rows, isWaiting, left]);
  return {
    note,
    said,
    goOn(tokenIds: readonly string[], words: string) {
      due.current = { tokenIds: new Set(tokenIds), said: words, rows };
    },
  };
}

function findNext({ rows, tokenIds }: Due, waiting: readonly ReviewItem[]): ReviewItem | undefined {
  const places = new Map(rows.map((row, place) => [row.tokenId, place]));
  const from = rows.findIndex((row) => tokenIds.has(row.tokenId));
  // A row that was not there before came up from the next page.
  return waiting.find((item) => (places.get(item.tokenId) ?? rows.length) >= from) ?? waiting[0];
}

// Nowhere, or in a row that was decided about: its buttons are gone.
function isFocusFree(tokenIds: ReadonlySet<string>): boolean {
  const { activeElement } = document;
  if (activeElement === null || activeElement === document.body) return true;
  const row = activeElement.closest<HTMLElement>("tr[data-row-id]");
  return row !== null && tokenIds.has(row.dataset.rowId ?? "");
}
