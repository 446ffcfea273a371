"use client";

import { useEffect, useState } from "react";
import type { FindFirstCall, FirstCall } from "@/components/secret/new-secret";

const everyMs = 2000;
// A dialog left open must not keep a session alive for ever.
const waitMsMax = 15 * 60_000;

export type FirstCallState =
  | { readonly kind: "waiting" }
  | { readonly kind: "seen"; readonly call: FirstCall; readonly seenAt: Date }
  | { readonly kind: "stopped" };

/** Asks every two seconds, while the page is visible, until the first call came or a quarter of an hour has passed. */
export function useFirstCall(tokenId: string, find: FindFirstCall | undefined) {
  const [state, setState] = useState<FirstCallState>({ kind: "waiting" });
  const [round, setRound] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new round starts the wait again
  useEffect(() => {
    if (find === undefined) return;
    let ended = false;
    let timer: ReturnType<typeof setTimeout>;
    const startedAt = Date.now();
    const ask = async () => {
      if (document.visibilityState === "visible") {
        // A failed question is no answer: the next one comes in two seconds.
        const answer = await find(tokenId).catch(() => null);
        if (ended) return;
        if (answer?.ok && answer.value !== null) {
          setState({ kind: "seen", call: answer.value, seenAt: new Date() });
          return;
        }
      }
      if (Date.now() - startedAt > waitMsMax) setState({ kind: "stopped" });
      else timer = setTimeout(ask, everyMs);
    };
    timer = setTimeout(ask, everyMs);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [tokenId, find, round]);
  const again = () => {
    setState({ kind: "waiting" });
    setRound((each) => each + 1);
  };
  return { state, again };
}
