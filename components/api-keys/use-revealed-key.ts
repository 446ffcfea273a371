"use client";

import { useCallback, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import type { ApiKeyActions } from "@/components/api-keys/api-key-actions";
import { toast } from "@/components/ui/toast";

/** How long a key stays in sight. */
export const shownSeconds = 30;

type Shown = { readonly tokenId: string; readonly secret: string };

/**
 * The one key that is in sight. It goes out of sight, and out of the page's memory, by the eye, after 30 seconds, and as soon as
 * the page is left or hidden.
 */
export function useRevealedKey(reveal: ApiKeyActions["reveal"]) {
  const [shown, setShown] = useState<Shown | null>(null);
  const [pendingId, setPendingId] = useState<string | null>(null);
  const hide = useCallback(() => setShown(null), []);

  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(hide, shownSeconds * 1000);
    // At once: a page in the background, or kept for Back, must not be painted with it again.
    const leave = () => flushSync(hide);
    document.addEventListener("visibilitychange", leave);
    window.addEventListener("pagehide", leave);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", leave);
      window.removeEventListener("pagehide", leave);
    };
  }, [shown, hide]);

  /** Asks the server for a key's secret; null after saying why not. */
  const ask = useCallback(
    async (key: { id: string; name: string }): Promise<string | null> => {
      try {
        const result = await reveal(key.id);
        if (result.ok) return result.value.secret;
        // Turning the password down is an answer, not a failure.
        if (result.refusal.code !== "reauthentication_required")
          toast.error(`${key.name} was not shown`, { description: result.refusal.message });
      } catch {
        toast.error(`${key.name} was not shown`, { description: "The connection was lost. Try again." });
      }
      return null;
    },
    [reveal],
  );

  const show = useCallback(
    async (key: { id: string; name: string }) => {
      setPendingId(key.id);
      const secret = await ask(key);
      setPendingId(null);
      if (secret !== null && document.visibilityState === "visible") setShown({ tokenId: key.id, secret });
    },
    [ask],
  );

  return { shown, pendingId, show, hide, ask };
}

export type RevealedKey = ReturnType<typeof useRevealedKey>;
