"use client";

import { useSyncExternalStore } from "react";

export type SealedNews = { readonly seq: number; readonly sealedAt: Date | null; readonly now: Date };

let latest: SealedNews | null = null;
const listeners = new Set<() => void>();

/** What a followed trail has learnt of how far the log is sealed, for the badge beside it. */
export function publishSealed(news: SealedNews | null): void {
  latest = news;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The latest of it; null while nothing is followed. */
export function useSealedNews(): SealedNews | null {
  return useSyncExternalStore(
    subscribe,
    () => latest,
    () => null,
  );
}
