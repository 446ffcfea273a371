"use client";

import { useCallback, useEffect, useRef } from "react";

/**
 * For what waits for a person: `begin` gives the signal of a try, `callOff` ends the try. It ends by itself when its place on the page is
 * gone, as what came of it would be seen by nobody.
 */
export function useCallOff(): { begin: () => AbortSignal; callOff: () => void } {
  const current = useRef<AbortController | null>(null);
  const callOff = useCallback(() => current.current?.abort(), []);
  const begin = useCallback(() => {
    current.current?.abort();
    current.current = new AbortController();
    return current.current.signal;
  }, []);
  useEffect(() => callOff, [callOff]);
  return { begin, callOff };
}
