"use client";

import { KeyRound } from "lucide-react";
import { type FormEvent, useId, useRef, useState } from "react";
import { answerByKey } from "@/components/second-factors/ask-browser";
import { useCallOff } from "@/components/second-factors/use-call-off";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { Refusal, Result } from "@/domain/result";
import type { KeyAnswer, KeyQuestion } from "@/domain/second-factors/key-messages";
import type { SecondFactorKind } from "@/domain/second-factors/kinds";

/** Proves the password, a code, or a security key to the server; on success the next 10 minutes need no other proof. */
export type Confirm = (
  input: { password: string } | { code: string } | { key: KeyAnswer },
) => Promise<Result<null>>;

/** Gives what the person's security key is to be asked. */
export type AskForKey = () => Promise<Result<KeyQuestion>>;

/** "Confirm that it is you": asks for the password, or for the second factor of who has one, over whatever is open. */
export function ReauthDialog({
  email,
  factors,
  open,
  confirm,
  askForKey,
  onAnswer,
}: {
  email: string;
  /** The person's second factors, as far as the page knows. */
  factors: readonly SecondFactorKind[];
  open: boolean;
  confirm: Confirm;
  askForKey: AskForKey;
  onAnswer: (confirmed: boolean) => void;
}) {
  const formId = useId();
  const field = useRef<HTMLInputElement>(null);
  const keyButton = useRef<HTMLButtonElement>(null);
  const [pending, setPending] = useState<"field" | "key" | null>(null);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  // Added in another tab since the page was drawn, or removed: the server's answer tells which of the two it wants.
  const [isOther, setOther] = useState(false);
  const isKnownByCode = factors.length > 0;
  const byCode = isKnownByCode !== isOther;
  const [isKeyFound, setKeyFound] = useState(false);
  const hasKey = byCode && (isOther ? isKeyFound : factors.includes("key"));
  const hasApp = isOther || factors.includes("app");

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // The dialog's form may lie, in React's tree, inside the form that waits for it.
    event.stopPropagation();
    if (pending) return;
    setPending("field");
    const typed = field.current?.value ?? "";
    const result = await confirm(byCode ? { code: typed } : { password: typed }).catch(() => unreachable);
    setPending(null);
    setRefusal(result.ok ? null : result.refusal);
    if (result.ok) return onAnswer(true);
    const wanted = Object.keys(result.refusal.fields ?? {});
    if (wanted.length > 0 && wanted.includes("code") !== byCode) {
      setOther(!isOther);
      setKeyFound(wanted.includes("key"));
    } else field.current?.select();
  };

  const { begin, callOff } = useCallOff();
  const submitKey = async () => {
    setPending("key");
    const wait = begin();
    const answer = await answerByKey(askForKey, wait);
    if (wait.aborted) return setPending(null);
    const result = answer.ok ? await confirm({ key: answer.value }).catch(() => unreachable) : answer;
    setPending(null);
    setRefusal(result.ok ? null : result.refusal);
    if (result.ok) return onAnswer(true);
    // Removed in another tab, and nothing else left: the password is wanted.
    if (result.refusal.fields?.password) setOther(!isOther);
    else keyButton.current?.focus();
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
          ? `This needs ${waysOf(hasKey, hasApp)}. It is then remembered for 10 minutes.`
          : "This needs your password again. It is then remembered for 10 minutes."
      }
      initialFocus={hasKey ? keyButton : field}
      footer={
        <>
          <Button
            onClick={() => {
              callOff();
              onAnswer(false);
            }}
          >
            Cancel
          </Button>
          <Button
            type="submit"
            form={formId}
            variant={hasKey ? "secondary" : "primary"}
            pending={pending === "field"}
            disabledReason={pending === "key" ? "Your browser is asking for the key" : null}
          >
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
        {hasKey ? (
          <Button
            ref={keyButton}
            variant="primary"
            icon={<KeyRound aria-hidden="true" />}
            pending={pending === "key"}
            onClick={() => void submitKey()}
          >
            Use your security key
          </Button>
        ) : null}
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        <Field
          key={String(byCode)}
          label={byCode ? (hasApp ? "Code" : "Recovery code") : "Password"}
          required
          error={fieldError}
        >
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

function waysOf(hasKey: boolean, hasApp: boolean): string {
  const ways = [
    ...(hasKey ? ["your security key"] : []),
    ...(hasApp ? ["a code of your authenticator app"] : []),
  ];
  return `${ways.join(", ")}${ways.length > 1 ? "," : ""} or a recovery code`;
}

const unreachable: Result<null> = {
  ok: false,
  refusal: { code: "internal", message: "Keydesk could not be reached. Check the connection and try again." },
};
