"use client";

import { useState } from "react";
import { useBackGuard } from "@/components/secret/use-back-guard";
import { useUnloadGuard } from "@/components/ui/use-unload-guard";

export type Kept = "copied" | "downloaded";

/**
 * Whether the secret is out of the dialog and in somebody's hands; `onKept` is told the first time. Until then every way of
 * closing is held and asked about once, if it cannot be shown again (design §2, "once").
 */
export function useKeptSecret(isShownOnce: boolean, onKept: (() => void) | undefined) {
  const [kept, setKept] = useState<Kept | null>(null);
  const [leaving, setLeaving] = useState(false);
  const isHeld = isShownOnce && kept === null;
  useUnloadGuard(isHeld);
  useBackGuard(isHeld, () => setLeaving(true));
  return {
    kept,
    isHeld,
    leaving: leaving && isHeld,
    keep: (how: Kept) => {
      if (kept === null) onKept?.();
      setKept(how);
    },
    stay: () => setLeaving(false),
    /** Asked by Esc, a click outside, ✕ and Cancel. False holds the dialog open. */
    mayClose: () => {
      if (!isHeld) return true;
      setLeaving(true);
      return false;
    },
  };
}
