"use client";

import { useEffect, useRef } from "react";

/**
 * Lets a selection go of rows that are no longer anywhere. A selected row that left the page under the same address may only have moved to
 * another page, so that `findGone` is asked; where it does not answer, the selection stays.
 */
export function useDropGone(options: {
  /** Ids of the rows that the page shows. */
  shown: readonly string[];
  selected: readonly string[];
  findGone: ((ids: readonly string[]) => Promise<readonly string[]>) | undefined;
  drop: (ids: readonly string[]) => void;
}): void {
  const { shown } = options;
  const latest = useRef(options);
  latest.current = options;
  const before = useRef({ address: "", ids: shown });
  const key = shown.join();
  useEffect(() => {
    const now = key === "" ? [] : key.split(",");
    const address = window.location.search;
    const { selected, findGone, drop } = latest.current;
    const earlier = before.current;
    before.current = { address, ids: now };
    if (!findGone || earlier.address !== address) return;
    const left = earlier.ids.filter((id) => selected.includes(id) && !now.includes(id));
    if (left.length === 0) return;
    void findGone(left).then(
      (gone) => gone.length > 0 && drop(gone),
      () => undefined,
    );
  }, [key]);
}
