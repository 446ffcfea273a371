"use client";

import { useRef, useState } from "react";
import type { ReviewActions } from "@/components/reviews/review-actions";

export type CarryOutState = {
  readonly phase: "ready" | "running" | "ended";
  readonly disabled: number;
  readonly revoked: number;
  readonly unchanged: number;
  readonly failed: readonly string[];
  /** Why it did not come to its end; null otherwise. */
  readonly problem: string | null;
  readonly isStopped: boolean;
};

const begun: CarryOutState = {
  phase: "ready",
  disabled: 0,
  revoked: 0,
  unchanged: 0,
  failed: [],
  problem: null,
  isStopped: false,
};

/** Carries decisions out batch by batch until none is left, somebody stops it, or a call fails: what was done is done. */
export function useCarryOut(
  carryOut: ReviewActions["carryOut"],
  review: { readonly id: string; readonly revision: number },
) {
  const [state, setState] = useState(begun);
  const stopped = useRef(false);

  async function run(confirmation: string | undefined) {
    stopped.current = false;
    let now: CarryOutState = { ...begun, phase: "running" };
    setState(now);
    const end = (problem: string | null) =>
      setState({ ...now, phase: "ended", problem, isStopped: stopped.current });
    let after: number | null = 0;
    while (after !== null && !stopped.current) {
      const input: Parameters<ReviewActions["carryOut"]>[0] = {
        reviewId: review.id,
        revision: review.revision,
        after,
      };
      const result: Awaited<ReturnType<ReviewActions["carryOut"]>> | null = await carryOut(
        confirmation === undefined ? input : { ...input, confirmation },
      ).catch(() => null);
      if (result === null)
        return end("The connection was lost. Carry out again: what was done is not done twice.");
      if (!result.ok) return end(result.refusal.message);
      const { disabled, revoked, unchanged, failed, next } = result.value;
      now = {
        ...now,
        disabled: now.disabled + disabled,
        revoked: now.revoked + revoked,
        unchanged: now.unchanged + unchanged,
        failed: [...now.failed, ...failed.map((token) => token.name)],
      };
      setState(now);
      after = next;
    }
    end(null);
  }

  const stop = () => {
    stopped.current = true;
    setState((now) => ({ ...now, isStopped: true }));
  };
  return { state, run, stop };
}
