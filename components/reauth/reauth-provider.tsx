"use client";

import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from "react";
import { signInPath } from "@/domain/access/paths";
import type { Result } from "@/domain/result";
import { type ConfirmPassword, ReauthDialog } from "./reauth-dialog";

/** Runs a server action; when it wants the password confirmed, asks for it and runs the action again. */
export type RunGuarded = <T>(action: () => Promise<Result<T>>) => Promise<Result<T>>;

const Guard = createContext<RunGuarded | null>(null);

type Question = { promise: Promise<boolean>; answer: (confirmed: boolean) => void };

/**
 * Stands around all pages of the desk. `confirm` is the server action that proves the password; the dialog lies over whatever
 * is open, so nothing that was typed below it is lost.
 */
export function ReauthProvider({
  email,
  confirm,
  children,
}: {
  email: string;
  confirm: ConfirmPassword;
  children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  const question = useRef<Question | null>(null);

  const answer = useCallback((confirmed: boolean) => {
    question.current?.answer(confirmed);
    question.current = null;
    setOpen(false);
  }, []);

  const run = useMemo<RunGuarded>(() => {
    // Two actions that ask at the same time share one dialog.
    const ask = () => {
      if (question.current === null) {
        let settle: Question["answer"] = () => undefined;
        const promise = new Promise<boolean>((resolve) => {
          settle = resolve;
        });
        question.current = { promise, answer: settle };
        setOpen(true);
      }
      return question.current.promise;
    };
    return async (action) => {
      for (;;) {
        const result = await action();
        if (result.ok) return result;
        if (result.refusal.code === "unauthenticated") leaveForSignIn();
        if (result.refusal.code !== "reauthentication_required" || !(await ask())) return result;
      }
    };
  }, []);

  return (
    <Guard value={run}>
      {children}
      <ReauthDialog email={email} open={isOpen} confirm={confirm} onAnswer={answer} />
    </Guard>
  );
}

/**
 * `const guarded = useReauth(); const result = await guarded(() => rotateTokenAction(input));`
 * The result is the action's own; when the person turned the dialog down, the refusal `reauthentication_required`.
 */
export function useReauth(): RunGuarded {
  const run = useContext(Guard);
  if (run === null) throw new Error("useReauth needs a ReauthProvider around the page.");
  return run;
}

function leaveForSignIn() {
  const { pathname, search } = window.location;
  window.location.assign(signInPath(`${pathname}${search}`));
}
