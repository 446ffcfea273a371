"use client";

import { useCallback, useRef } from "react";

/**
 * For a dialog that a key, the palette or the address opens as well as a button: where nothing on the page has the focus, the button
 * takes it first, so that the dialog gives it back there, as if it had been pressed.
 * @returns `button` for the button's `ref` (of several, the first on the page is taken), and `press`, which stays the same, for all that opens
 */
export function useOpener(open: () => void): {
  button: (element: HTMLElement | null) => void;
  press: () => void;
} {
  const home = useRef<HTMLElement | null>(null);
  const latest = useRef(open);
  latest.current = open;
  const button = useCallback((element: HTMLElement | null) => {
    if (element && !home.current?.isConnected) home.current = element;
  }, []);
  const press = useCallback(() => {
    const { activeElement, body } = document;
    if (activeElement === null || activeElement === body) home.current?.focus({ preventScroll: true });
    latest.current();
  }, []);
  return { button, press };
}
