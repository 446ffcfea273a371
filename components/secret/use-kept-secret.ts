"use client";

import { useState } from "react";
import { useBackGuard } from "@/components/secret/use-back-guard";
import { useUnloadGuard } from "@/components/ui/use-unload-guard";

export type Kept = "copied" | "downloaded";

/**
 * Whether the secret is out of the dialog and in somebody's hands. Until then every way of closing is held and asked
 * about once: it cannot be shown again (design §2, "once").
 */
export function useKeptSecret() {
  const [kept, setKept] = useState<Kept | null>(null);
  const [leaving, setLeaving] = useState(false);
  useUnloadGuard(kept === null);
  useBackGuard(kept === null, () => setLeaving(true));
  return {
    kept,
    leaving: leaving && kept === null,
    keep: setKept,
    stay: () => setLeaving(false),
    /** Asked by Esc, a click outside, ✕ and Cancel. False holds the dialog open. */
    mayClose: () => {
      if (kept !== null) return true;
      setLeaving(true);
      return false;
    },
  };
}
