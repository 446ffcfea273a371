"use client";

import { usePostedForm } from "@/components/forms/use-posted-form";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Refusal } from "@/domain/result";

export type SignInState = { readonly email: string; readonly refusal: Refusal | null };
export type SignInAction = (state: SignInState, form: FormData) => Promise<SignInState>;

/** E-mail and password. */
export function SignInForm({ action, next }: { action: SignInAction; next: string | null }) {
  const { state, pending, form } = usePostedForm(action, { email: "", refusal: null }, (sent, refusal) => ({
    email: String(sent.get("email")),
    refusal,
  }));
  const fields = state.refusal?.fields ?? {};

  return (
    <form {...form} className="grid gap-4" noValidate>
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
