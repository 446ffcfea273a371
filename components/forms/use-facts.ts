"use client";

import { useEffect, useState } from "react";
import type { Refusal, Result } from "@/domain/result";

export type FactsState<T> =
  | { readonly kind: "loading" }
  | { readonly kind: "loaded"; readonly facts: T }
  | { readonly kind: "failed"; readonly message: string; readonly code: Refusal["code"] | null };

/** Something as it is now, not as the list showed it a while ago: what a dialog must know before it changes it. */
export function useFacts<T>(id: string, load: (id: string) => Promise<Result<T>>): FactsState<T> {
  const [state, setState] = useState<FactsState<T>>({ kind: "loading" });
  useEffect(() => {
    let current = true;
    load(id)
      .then((result) => {
        if (!current) return;
        setState(
          result.ok
            ? { kind: "loaded", facts: result.value }
            : { kind: "failed", message: result.refusal.message, code: result.refusal.code },
        );
      })
      .catch(
        () =>
          current && setState({ kind: "failed", message: "The connection was lost. Try again.", code: null }),
      );
    return () => {
      current = false;
    };
  }, [id, load]);
  return state;
}
