"use client";

import { unstable_rethrow } from "next/navigation";
import { type FormEvent, useActionState, useState, useTransition } from "react";
import { unanswered } from "@/components/forms/unreachable";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Refusal } from "@/domain/result";

export type SignInState = { readonly email: string; readonly refusal: Refusal | null };
export type SignInAction = (state: SignInState, form: FormData) => Promise<SignInState>;

/** E-mail and password. A plain form that posts to the server: it works before, and without, JavaScript. With it, an answer that does not come is told. */
export function SignInForm({ action, next }: { action: SignInAction; next: string | null }) {
  const [posted, post] = useActionState(action, { email: "", refusal: null });
  const [sent, setSent] = useState<SignInState | null>(null);
  const [pending, startTransition] = useTransition();
  const state = sent ?? posted;
  const fields = state.refusal?.fields ?? {};

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
        setSent({ email: String(form.get("email")), refusal: unanswered(problem).refusal });
      }
    });
  }

  return (
    <form action={post} onSubmit={submit} className="grid gap-4" noValidate>
      {state.refusal && !state.refusal.fields ? (
        <Callout tone="bad" role="alert">
          {state.refusal.message}
        </Callout>
      ) : null}
      {next ? <input type="hidden" name="next" value={next} /> : null}
      <Field label="E-mail" required error={fields.email}>
        {(control) => (
          <Input
            {...control}
            name="email"
            type="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            defaultValue={state.email}
            key={state.email}
            autoFocus
          />
        )}
      </Field>
      <Field label="Password" required error={fields.password}>
        {(control) => <Input {...control} name="password" type="password" autoComplete="current-password" />}
      </Field>
      <SubmitButton size="lg" pending={pending}>
        Sign in
      </SubmitButton>
      <p className="text-muted text-sm">
        Forgot the password? An administrator of your account can give you a reset link.
      </p>
    </form>
  );
}
