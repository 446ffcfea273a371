"use client";

import { useMemo } from "react";
import { useReauth } from "@/components/reauth/reauth-provider";
import type { TokenActions } from "@/components/tokens/token-actions";

/**
 * The actions of a page, each of which may ask for the password and then runs again with the same input. The watch for the
 * first call and the record of a copy never ask: they run beside a secret that nothing may cover.
 */
export function useGuardedActions(actions: TokenActions): TokenActions {
  const guarded = useReauth();
  return useMemo(
    () => ({
      create: (input) => guarded(() => actions.create(input)),
      rotate: (input) => guarded(() => actions.rotate(input)),
      rotateMany: (input) => guarded(() => actions.rotateMany(input)),
      finishRotation: (tokenId) => guarded(() => actions.finishRotation(tokenId)),
      extendRotation: (tokenId, seconds) => guarded(() => actions.extendRotation(tokenId, seconds)),
      edit: (input) => guarded(() => actions.edit(input)),
      enable: (tokenId) => guarded(() => actions.enable(tokenId)),
      disable: (tokenId) => guarded(() => actions.disable(tokenId)),
      remove: (tokenId, confirmation) => guarded(() => actions.remove(tokenId, confirmation)),
      bulk: (input) => guarded(() => actions.bulk(input)),
      findGone: actions.findGone,
      countLive: () => guarded(() => actions.countLive()),
      revokeAll: (confirmation) => guarded(() => actions.revokeAll(confirmation)),
      loadFacts: (tokenId) => guarded(() => actions.loadFacts(tokenId)),
      findFirstCall: actions.findFirstCall,
      recordCopied: actions.recordCopied,
      recordCopies: actions.recordCopies,
      findBySecret: (text) => guarded(() => actions.findBySecret(text)),
    }),
    [actions, guarded],
  );
}
