"use client";

import { startTransition, useCallback, useOptimistic } from "react";
import type { TokenActions } from "@/components/tokens/token-actions";
import { toast } from "@/components/ui/toast";

type Wanted = { readonly id: string; readonly enabled: boolean };

const usualWords = { enabled: "Enabled", disabled: "Disabled" };
const none: ReadonlyMap<string, boolean> = new Map();

/**
 * Enabling and disabling with one click: shown at once, rolled back with the reason when the server refuses, and undone
 * from the toast.
 */
export function useEnabled(
  actions: Pick<TokenActions, "enable" | "disable">,
  words: { readonly enabled: string; readonly disabled: string } = usualWords,
) {
  const [wanted, want] = useOptimistic(none, (known, next: Wanted) =>
    new Map(known).set(next.id, next.enabled),
  );

  const setEnabled = useCallback(
    (token: { id: string; name: string }, enabled: boolean) => {
      startTransition(async () => {
        want({ id: token.id, enabled });
        try {
          const result = await (enabled ? actions.enable(token.id) : actions.disable(token.id));
          if (!result.ok)
            toast.error(`${token.name} was not changed`, { description: result.refusal.message });
          else
            toast.success(`${enabled ? words.enabled : words.disabled} ${token.name}`, {
              id: `enabled-${token.id}`,
              description: enabled ? undefined : "Calls with it are refused from now on.",
              action: enabled ? undefined : { label: "Undo", onClick: () => setEnabled(token, true) },
            });
        } catch {
          toast.error(`${token.name} may not have been changed`, {
            description: "The connection was lost. Refresh to see the present state.",
          });
        }
      });
    },
    [actions, want, words],
  );

  return {
    isEnabled: (token: { id: string; disabledAt: Date | null }) =>
      wanted.get(token.id) ?? token.disabledAt === null,
    setEnabled,
  };
}
