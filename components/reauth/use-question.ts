"use client";

import { useCallback, useRef, useState } from "react";

type Question = { readonly promise: Promise<boolean>; readonly answer: (yes: boolean) => void };

/** A question in a dialog, for what cannot go on without an answer. Who asks while it is open shares it. */
export function useQuestion() {
  const [isOpen, setOpen] = useState(false);
  const asked = useRef<Question | null>(null);

  const answer = useCallback((yes: boolean) => {
    asked.current?.answer(yes);
    asked.current = null;
    setOpen(false);
  }, []);

  const ask = useCallback((): Promise<boolean> => {
    if (asked.current === null) {
      let settle: Question["answer"] = () => undefined;
      const promise = new Promise<boolean>((resolve) => {
        settle = resolve;
      });
      asked.current = { promise, answer: settle };
      setOpen(true);
    }
    return asked.current.promise;
  }, []);

  return { isOpen, ask, answer };
}
