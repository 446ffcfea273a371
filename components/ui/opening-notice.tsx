"use client";

import { useEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { Spinner } from "./spinner";

/**
 * Over the page while a dialog's code is on its way; seen when that takes longer than a blink. The focus stays where it is, so that the
 * dialog finds out what opened it. Esc or a click calls it off.
 */
export function OpeningNotice({ onCancel }: { onCancel: () => void }) {
  const cancel = useRef(onCancel);
  cancel.current = onCancel;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape") cancel.current();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
  return createPortal(
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc does the same
    // biome-ignore lint/a11y/useKeyWithClickEvents: Esc does the same
    <div
      onClick={onCancel}
      className="fixed inset-0 z-50 grid animate-[appear_120ms_ease-out_150ms_backwards] place-items-center bg-scrim"
    >
      <p
        role="status"
        className="flex items-center gap-2.5 rounded-xl border bg-raised px-4 py-3 shadow-float"
      >
        <Spinner className="text-muted" />
        Opening…
      </p>
    </div>,
    document.querySelector("main") ?? document.body,
  );
}
