"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { Refusal, Result } from "@/domain/result";

export type FactsState<T> =
  | { readonly kind: "loading" }
  | { readonly kind: "loaded"; readonly facts: T }
  | { readonly kind: "failed"; readonly message: string; readonly code: Refusal["code"] | null };

/**
 * Something as it is now, not as the list showed it a while ago: what a dialog must know before it changes it. `lookAgain` is for when
 * an answer says that it is another by now; the facts from before stay until then.
 */
export function useFacts<T>(
  id: string,
  load: (id: string) => Promise<Result<T>>,
): FactsState<T> & { readonly lookAgain: () => Promise<void> } {
  const [state, setState] = useState<FactsState<T>>({ kind: "loading" });
  const latest = useRef(0);
  const look = useCallback(async () => {
    latest.current += 1;
    const own = latest.current;
    const found = await load(id).then(toState, () => lost);
    // Another look began meanwhile, or the dialog is gone.
    if (latest.current === own) setState(found);
  }, [id, load]);
  useEffect(() => {
    void look();
    return () => {
      latest.current += 1;
    };
  }, [look]);
  return { ...state, lookAgain: look };
}

function toState<T>(result: Result<T>): FactsState<T> {
  return result.ok
    ? { kind: "loaded", facts: result.value }
    : { kind: "failed", message: result.refusal.message, code: result.refusal.code };
}

const lost = { kind: "failed", message: "The connection was lost. Try again.", code: null } as const;
