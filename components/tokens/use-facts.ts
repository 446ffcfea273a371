"use client";

import { useEffect, useState } from "react";
import type { TokenActions, TokenFacts } from "@/components/tokens/token-actions";

export type FactsState =
  | { readonly kind: "loading" }
  | { readonly kind: "loaded"; readonly facts: TokenFacts }
  | { readonly kind: "failed"; readonly message: string };

/** A token as it is now, not as the list showed it a while ago. */
export function useFacts(tokenId: string, load: TokenActions["loadFacts"]): FactsState {
  const [state, setState] = useState<FactsState>({ kind: "loading" });
  useEffect(() => {
    let current = true;
    load(tokenId)
      .then((result) => {
        if (!current) return;
        setState(
          result.ok
            ? { kind: "loaded", facts: result.value }
            : { kind: "failed", message: result.refusal.message },
        );
      })
      .catch(() => current && setState({ kind: "failed", message: "The connection was lost. Try again." }));
    return () => {
      current = false;
    };
  }, [tokenId, load]);
  return state;
}
