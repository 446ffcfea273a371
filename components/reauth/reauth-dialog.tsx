"use client";

import { type FormEvent, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Refusal, Result } from "@/domain/result";

/** Proves the password to the server; on success the next 10 minutes need no other proof. */
export type ConfirmPassword = (input: { password: string }) => Promise<Result<null>>;

/** "Confirm that it is you": asks for the password over whatever is open. */
export function ReauthDialog({
  email,
  open,
  confirm,
  onAnswer,
}: {
  email: string;
  open: boolean;
  confirm: ConfirmPassword;
  onAnswer: (confirmed: boolean) => void;
}) {
  const formId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // The dialog's form may lie, in React's tree, inside the form that waits for it.
    event.stopPropagation();
    if (pending) return;
    setPending(true);
    const result = await confirm({ password: field.current?.value ?? "" }).catch(() => unreachable);
    setPending(false);
    setRefusal(result.ok ? null : result.refusal);
    if (result.ok) onAnswer(true);
    else field.current?.select();
  };

  const fieldError = refusal?.fields?.password;
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => {
        if (next || pending) return;
        setRefusal(null);
        onAnswer(false);
      }}
      size="sm"
      title="Confirm that it is you"
      description="This needs your password again. It is then remembered for 10 minutes."
      initialFocus={field}
      footer={
        <>
          <Button onClick={() => onAnswer(false)}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" pending={pending}>
            Confirm
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="grid gap-4" noValidate>
        {refusal && !fieldError ? (
          <Callout tone="bad" role="alert">
            {refusal.message}
          </Callout>
        ) : null}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <Field label="Password" required error={fieldError ? refusal?.message : undefined}>
          {(control) => (
            <Input {...control} ref={field} name="password" type="password" autoComplete="current-password" />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

const unreachable: Result<null> = {
  ok: false,
  refusal: { code: "internal", message: "Keydesk could not be reached. Check the connection and try again." },
};
