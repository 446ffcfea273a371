"use client";

import { useMemo } from "react";
import type { ApiClientActions } from "@/components/api-clients/api-client-actions";
import { useReauth } from "@/components/reauth/reauth-provider";

/** The actions of a page, each of which may ask for the password and then runs again with the same input. */
export function useGuardedClientActions(actions: ApiClientActions): ApiClientActions {
  const guarded = useReauth();
  return useMemo(
    () => ({
      create: (input) => guarded(() => actions.create(input)),
      edit: (input) => guarded(() => actions.edit(input)),
      enable: (id) => guarded(() => actions.enable(id)),
      disable: (id) => guarded(() => actions.disable(id)),
      rotate: (input) => guarded(() => actions.rotate(input)),
      remove: (id, confirmation) => guarded(() => actions.remove(id, confirmation)),
      revokeToken: (tokenId) => guarded(() => actions.revokeToken(tokenId)),
    }),
    [actions, guarded],
  );
}
