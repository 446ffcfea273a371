"use client";

import { pagePlaceHeader } from "@/domain/requests/page-place";

let place: string | null = null;

/** Says from now on, with each action of this tab, whose page it is and of which account: the server refuses those of a tab left behind. */
export function sendPlace(present: string): void {
  if (place === null) wrapFetch();
  place = present;
}

/** The same for a request that is no action of Next.js. */
export function placeHeaders(): Record<string, string> {
  return place === null ? {} : { [pagePlaceHeader]: place };
}

// Next.js sends an action by `fetch`, with this header, and has no other way to add one.
function wrapFetch(): void {
  const send = window.fetch;
  window.fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    if (!headers.has("next-action")) return send(input, init);
    for (const [name, value] of Object.entries(placeHeaders())) headers.set(name, value);
    return send(input, { ...init, headers });
  };
}
