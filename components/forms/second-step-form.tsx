"use client";

import { useEffect, useRef } from "react";
import { usePostedForm } from "@/components/forms/use-posted-form";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import type { Refusal } from "@/domain/result";

export type SecondStepState = { readonly refusal: Refusal | null };
export type SecondStepAction = (state: SecondStepState, form: FormData) => Promise<SecondStepState>;

/** The code of an authenticator app, or one of the recovery codes: the field differs by what keys a phone shows. */
export function SecondStepForm({
  action,
  next,
  byRecoveryCode,
  otherWay,
  hasKey,
}: {
  action: SecondStepAction;
  next: string | null;
  byRecoveryCode: boolean;
  /** The address of this page with the other field; null where the person has no app. */
  otherWay: string | null;
  /** A security key is offered before it. */
  hasKey: boolean;
}) {
  const { state, pending, form } = usePostedForm(action, { refusal: null }, (_, refusal) => ({ refusal }));
  const { refusal } = state;
  const field = useRef<HTMLInputElement>(null);
  // Where the next code is typed.
  useEffect(() => {
    if (refusal !== null) field.current?.focus();
  }, [refusal]);
  return (
    <form {...form} className="grid gap-4" noValidate>
      {refusal && !refusal.fields ? (
        <Callout tone="bad" role="alert">
          {refusal.message}
        </Callout>
      ) : null}
      {next ? <input type="hidden" name="next" value={next} /> : null}
      <Field
        label={byRecoveryCode ? "Recovery code" : "Code"}
        required
        error={refusal?.fields?.code}
        hint={
          byRecoveryCode
            ? "One of those that you kept when you set this up. Each works once."
            : "The six digits that your authenticator app shows now."
        }
      >
        {(control) => (
          <Input
            {...control}
            ref={field}
            name="code"
            className="font-mono"
            autoComplete={byRecoveryCode ? "off" : "one-time-code"}
            inputMode={byRecoveryCode ? "text" : "numeric"}
            autoCapitalize="none"
            spellCheck={false}
            autoFocus={!hasKey}
          />
        )}
      </Field>
      <SubmitButton size="lg" variant={hasKey ? "secondary" : "primary"} pending={pending}>
        Sign in
      </SubmitButton>
      <p className="text-muted text-sm">
        {otherWay === null ? (
          <>Lost key and codes? An administrator of your account can remove your second step.</>
        ) : byRecoveryCode ? (
          <TextLink href={otherWay}>Enter a code of the app instead</TextLink>
        ) : (
          <>
            No app at hand? <TextLink href={otherWay}>Use a recovery code</TextLink>. Lost both? An
            administrator of your account can remove your second step.
          </>
        )}
      </p>
    </form>
  );
}
