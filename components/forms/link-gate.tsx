"use client";

import { type ReactNode, useEffect, useState } from "react";
import { PublicHeading } from "@/components/forms/public-frame";
import { unanswered } from "@/components/forms/unreachable";
import { Button } from "@/components/ui/button";
import { ButtonLink } from "@/components/ui/button-link";
import { Skeleton } from "@/components/ui/skeleton";
import type { Refusal, Result } from "@/domain/result";

/** Looks a link's secret up, without using it. */
export type OpenLink<T> = (input: { secret: string }) => Promise<Result<T>>;

type State<T> =
  | { kind: "opening" }
  | { kind: "open"; secret: string; opened: T }
  | { kind: "refused"; refusal: Refusal };

/**
 * Takes the secret from the address's fragment, which only the browser has, asks the server what it opens, and shows the form.
 * A link that is over says so, instead of a form that would fail.
 */
export function LinkGate<T>({
  open,
  children,
}: {
  open: OpenLink<T>;
  children: (opened: T, secret: string) => ReactNode;
}) {
  const [state, setState] = useState<State<T>>({ kind: "opening" });
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `attempt` asks again
  useEffect(() => {
    let isCurrent = true;
    const look = async () => {
      const secret = window.location.hash.slice(1);
      const result = await open({ secret }).catch(unanswered);
      if (!isCurrent) return;
      setState(
        result.ok
          ? { kind: "open", secret, opened: result.value }
          : { kind: "refused", refusal: result.refusal },
      );
    };
    const again = () => setAttempt((n) => n + 1);
    void look();
    window.addEventListener("hashchange", again);
    return () => {
      isCurrent = false;
      window.removeEventListener("hashchange", again);
    };
  }, [open, attempt]);

  if (state.kind === "open") return children(state.opened, state.secret);
  if (state.kind === "opening")
    return (
      <div role="status" aria-label="Opening the link" className="grid gap-4">
        <Skeleton className="h-7 w-56" />
        <Skeleton className="h-14 w-full" />
        <Skeleton className="h-14 w-full" />
        <Skeleton className="h-10 w-full" />
      </div>
    );
  const isOver = state.refusal.code !== "internal";
  return (
    <div role="alert" className="grid gap-6">
      <PublicHeading title={isOver ? "This link does not work any more" : "The link could not be opened"}>
        {isOver
          ? "Links work once and expire. Ask whoever gave it to you for a new one."
          : state.refusal.message}
      </PublicHeading>
      {isOver ? (
        <ButtonLink href="/sign-in" size="lg">
          Sign in
        </ButtonLink>
      ) : (
        <Button size="lg" onClick={() => setAttempt((n) => n + 1)}>
          Try again
        </Button>
      )}
    </div>
  );
}
