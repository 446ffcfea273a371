"use client";

import { useMemo } from "react";
import type { TableSearch } from "@/components/data-table/search-box";
import type { FoundToken, TokenActions } from "@/components/tokens/token-actions";
import { toast } from "@/components/ui/toast";
import { findTokenForm, holdsTokenForm } from "@/domain/tokens/token-form";

/**
 * The grid's search. Text that holds a token never becomes an address, neither pasted nor typed: half of one stays in the
 * field, a whole one is sent in the body of a request, and only the id of the row it belongs to comes back.
 */
export function useTokenSearch(
  findBySecret: TokenActions["findBySecret"],
  onFound: (token: FoundToken) => void,
): TableSearch {
  return useMemo(
    () => ({
      placeholder: "Name, notes, last 4, or paste a token",
      label: "Search tokens",
      intercept: (text) => {
        if (!holdsTokenForm(text)) return null;
        const whole = findTokenForm(text);
        if (whole === null) return "hold";
        return findBySecret(whole)
          .then((result) => {
            if (!result.ok) toast.error(result.refusal.message);
            else if (result.value === null) toast.warning("No token of this account has this secret.");
            else onFound(result.value);
            return null;
          })
          .catch(() => {
            toast.error("The connection was lost. Paste the token again.");
            return null;
          });
      },
    }),
    [findBySecret, onFound],
  );
}
