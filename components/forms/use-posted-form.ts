"use client";

import { unstable_rethrow } from "next/navigation";
import { type FormEvent, useActionState, useState, useTransition } from "react";
import { unanswered } from "@/components/forms/unreachable";
import type { Refusal } from "@/domain/result";

/**
 * A plain form that posts to the server: it works before, and without, JavaScript. With it, an answer that does not come is told, and what
 * was typed stays.
 * @param untold the state that stands for an answer that did not come
 */
export function usePostedForm<S>(
  action: (state: S, form: FormData) => Promise<S>,
  first: Awaited<S>,
  untold: (form: FormData, refusal: Refusal) => S,
) {
  const [posted, post] = useActionState(action as (state: Awaited<S>, form: FormData) => Promise<S>, first);
  const [sent, setSent] = useState<S | null>(null);
  const [pending, startTransition] = useTransition();
  const state = sent ?? posted;

  // By hand: what a form's own action throws would take the page, and what was typed, away.
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const sender = event.currentTarget;
    const form = new FormData(sender);
    startTransition(async () => {
      try {
        const answer = await action(state, form);
        sender.reset();
        setSent(answer);
      } catch (problem) {
        unstable_rethrow(problem);
        setSent(untold(form, unanswered(problem).refusal));
      }
    });
  }

  return { state, pending, form: { action: post, onSubmit: submit } };
}
