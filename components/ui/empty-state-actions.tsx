"use client";

import { type ReactNode, useLayoutEffect, useRef } from "react";
import { twinOf } from "./twin-of";

/** The buttons of an empty list. They go with the first row: where one of them had the focus, its twin in the header gets it. */
export function EmptyStateActions({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const mine = box.current;
    return () => {
      const held = document.activeElement as HTMLElement | null;
      if (!held || !mine?.contains(held)) return;
      setTimeout(() => {
        if (document.activeElement === document.body) twinOf(held)?.focus({ preventScroll: true });
      });
    };
  }, []);
  return (
    <div ref={box} className="mt-3 flex flex-wrap justify-center gap-2">
      {children}
    </div>
  );
}
