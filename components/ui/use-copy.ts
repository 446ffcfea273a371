"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { copyComingText, copyText } from "./copy-text";

/** idle → copied (for two seconds, or for good with `sticky`), or manual: the browser refused, the person presses Ctrl+C. */
export type CopyState = "idle" | "copied" | "manual";

export function useCopy({ sticky = false, onCopied }: { sticky?: boolean; onCopied?: () => void } = {}) {
  const [state, setState] = useState<CopyState>("idle");
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const markCopied = useCallback(() => {
    clearTimeout(timer.current);
    setState("copied");
    if (!sticky) timer.current = setTimeout(() => setState("idle"), 2000);
    onCopied?.();
  }, [sticky, onCopied]);

  const copy = useCallback(
    async (text: string, within?: Element | null): Promise<boolean> => {
      const copied = await copyText(text, within);
      if (copied) markCopied();
      else setState("manual");
      return copied;
    },
    [markCopied],
  );

  const copyComing = useCallback(
    async (coming: Promise<string | null>) => {
      const result = await copyComingText(coming);
      if (result.copied) markCopied();
      else if (result.text !== null) setState("manual");
      return result;
    },
    [markCopied],
  );

  const reset = useCallback(() => {
    clearTimeout(timer.current);
    setState("idle");
  }, []);

  /** For the manual way: call it when a copy event shows that the whole text was taken. */
  return { state, copy, copyComing, markCopied, reset };
}
