"use client";

import { createContext, type ReactNode, useContext, useMemo } from "react";
import { findOutdated } from "@/components/forms/unreachable";
import { signInPath } from "@/domain/access/paths";
import type { Result } from "@/domain/result";
import type { SecondFactorKind } from "@/domain/second-factors/kinds";
import { type AskForKey, type Confirm, ReauthDialog } from "./reauth-dialog";
import { SignedOutDialog } from "./signed-out-dialog";
import { useQuestion } from "./use-question";

/** Runs a server action; when it wants to be shown again who asks, or a session, asks for it and runs the action again. */
export type RunGuarded = <T>(action: () => Promise<Result<T>>) => Promise<Result<T>>;

const Guard = createContext<RunGuarded | null>(null);

/**
 * Stands around all pages of the desk. `confirm` is the server action that proves the password, a code or a security key; the dialog lies over whatever
 * is open, so nothing that was typed below it is lost.
 */
export function ReauthProvider({
  email,
  factors,
  confirm,
  askForKey,
  children,
}: {
  email: string;
  /** Second factors: who has one confirms by it. */
  factors: readonly SecondFactorKind[];
  confirm: Confirm;
  askForKey: AskForKey;
  children: ReactNode;
}) {
  const { ask: askForPassword, ...password } = useQuestion();
  const { ask: askForSession, ...session } = useQuestion();

  const run = useMemo<RunGuarded>(
    () => async (action) => {
      for (;;) {
        const result = await action().catch(orOutdated);
        if (result.ok) return result;
        const { code } = result.refusal;
        if (code === "unauthenticated" && !hasSomethingToLose()) {
          leaveForSignIn();
          return result;
        }
        const ask =
          code === "reauthentication_required"
            ? askForPassword
            : code === "unauthenticated"
              ? askForSession
              : null;
        if (ask === null || !(await ask())) return result;
      }
    },
    [askForPassword, askForSession],
  );

  return (
    <Guard value={run}>
      {children}
      <ReauthDialog
        email={email}
        factors={factors}
        open={password.isOpen}
        confirm={confirm}
        askForKey={askForKey}
        onAnswer={password.answer}
      />
      <SignedOutDialog open={session.isOpen} onAnswer={session.answer} />
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

function orOutdated(problem: unknown) {
  const refusal = findOutdated(problem);
  if (refusal === null) throw problem;
  return { ok: false as const, refusal };
}

// In a dialog or a form of the page something was typed, or rows are selected, which the sign-in page would not bring back.
function hasSomethingToLose(): boolean {
  return document.querySelector("[role=dialog], [role=alertdialog], main form, main [role=toolbar]") !== null;
}

function leaveForSignIn() {
  const { pathname, search } = window.location;
  window.location.assign(signInPath(`${pathname}${search}`));
}
