"use client";

import { type FormEvent, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Refusal, Result } from "@/domain/result";

/** Proves the password, or a code, to the server; on success the next 10 minutes need no other proof. */
export type Confirm = (input: { password: string } | { code: string }) => Promise<Result<null>>;

/** "Confirm that it is you": asks for the password, or for a code of who has a second factor, over whatever is open. */
export function ReauthDialog({
  email,
  byCode: isKnownByCode,
  open,
  confirm,
  onAnswer,
}: {
  email: string;
  /** The person has a second factor, as far as the page knows. */
  byCode: boolean;
  open: boolean;
  confirm: Confirm;
  onAnswer: (confirmed: boolean) => void;
}) {
  const formId = useId();
  const field = useRef<HTMLInputElement>(null);
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  // Added in another tab since the page was drawn, or removed: the server's answer tells which of the two it wants.
  const [isOther, setOther] = useState(false);
  const byCode = isKnownByCode !== isOther;

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // The dialog's form may lie, in React's tree, inside the form that waits for it.
    event.stopPropagation();
    if (pending) return;
    setPending(true);
    const typed = field.current?.value ?? "";
    const result = await confirm(byCode ? { code: typed } : { password: typed }).catch(() => unreachable);
    setPending(false);
    setRefusal(result.ok ? null : result.refusal);
    if (result.ok) return onAnswer(true);
    const wanted = Object.keys(result.refusal.fields ?? {})[0];
    if (wanted !== undefined && (wanted === "code") !== byCode) setOther(!isOther);
    else field.current?.select();
  };

  const fieldError = refusal?.fields?.[byCode ? "code" : "password"];
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
      description={
        byCode
          ? "This needs a code of your authenticator app, or a recovery code. It is then remembered for 10 minutes."
          : "This needs your password again. It is then remembered for 10 minutes."
      }
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
        <Field key={String(byCode)} label={byCode ? "Code" : "Password"} required error={fieldError}>
          {(control) =>
            byCode ? (
              <Input
                {...control}
                ref={field}
                name="code"
                className="font-mono"
                autoComplete="one-time-code"
                autoCapitalize="none"
                spellCheck={false}
              />
            ) : (
              <Input
                {...control}
                ref={field}
                name="password"
                type="password"
                autoComplete="current-password"
              />
            )
          }
        </Field>
      </form>
    </Dialog>
  );
}

const unreachable: Result<null> = {
  ok: false,
  refusal: { code: "internal", message: "Keydesk could not be reached. Check the connection and try again." },
};
