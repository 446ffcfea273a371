"use client";

import { useEffect, useRef, useState } from "react";

/**
 * Gives the focus, once for each attempt to send a form, to the first field that it left marked as wrong; not to one that is marked
 * while it is edited afterwards.
 * @param pending the attempt is under way
 */
export function useFocusFault(pending: boolean) {
  const form = useRef<HTMLFormElement>(null);
  const [attempts, setAttempts] = useState(0);
  const answered = useRef(0);
  useEffect(() => {
    if (pending || answered.current === attempts) return;
    const fault = form.current?.querySelector<HTMLElement>("[aria-invalid='true']");
    if (!fault) return;
    answered.current = attempts;
    fault.focus();
  }, [attempts, pending]);
  return { form, noteAttempt: () => setAttempts((each) => each + 1) };
}
