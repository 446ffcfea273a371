"use client";

import { useEffect, useState } from "react";
import type { StartReviewActions } from "@/components/reviews/review-actions";
import type { ReviewFilter } from "@/domain/reviews/filter-words";
import type { ReviewStartOptions } from "@/domain/reviews/review-views";

export type LoadedOptions =
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly message: string }
  | { readonly state: "ready"; readonly options: ReviewStartOptions };

/** What a form about reviewers offers, asked for as it opens. `filter` must keep its identity while it is the same. */
export function useStartOptions(
  loadOptions: StartReviewActions["loadOptions"],
  filter: ReviewFilter,
): LoadedOptions {
  const [loaded, setLoaded] = useState<LoadedOptions>({ state: "loading" });
  useEffect(() => {
    let current = true;
    const set = (next: LoadedOptions) => current && setLoaded(next);
    loadOptions(filter)
      .then((result) =>
        set(
          result.ok
            ? { state: "ready", options: result.value }
            : { state: "failed", message: result.refusal.message },
        ),
      )
      .catch(() => set({ state: "failed", message: "The connection was lost. Try again." }));
    return () => {
      current = false;
    };
  }, [loadOptions, filter]);
  return loaded;
}
