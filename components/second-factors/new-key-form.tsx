"use client";

import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import { useReauth } from "@/components/reauth/reauth-provider";
import { FormDialog } from "@/components/ui/form-dialog";
import type { KeyToConfirm } from "@/domain/second-factors/key-messages";
import { makeKey } from "./ask-browser";
import type { AddedFactor, SecondFactorActions } from "./second-factor-actions";
import { useCallOff } from "./use-call-off";

const schema = z.object({});

/** The second page of adding a security key: the browser asks for it once the person says so. */
export function NewKeyForm({
  asked: { id, question },
  confirm,
  onConfirmed,
  onClose,
}: {
  asked: KeyToConfirm;
  confirm: SecondFactorActions["confirmKey"];
  onConfirmed: (added: AddedFactor) => void;
  onClose: () => void;
}) {
  const guarded = useReauth();
  const { begin } = useCallOff();
  const form = useServerForm({
    schema,
    defaultValues: {},
    submit: async () => {
      const key = await makeKey(question, begin());
      return key.ok ? guarded(() => confirm({ id, key: key.value })) : key;
    },
    onDone: onConfirmed,
  });
  return (
    <FormDialog
      title="Add a security key or passkey"
      description="Have the key at hand. Your browser asks for it next, and says what to do."
      submit="Use the key"
      pending={form.pending}
      isTouched
      startsAtSubmit
      onSubmit={form.onSubmit}
      onClose={onClose}
    >
      <FormProblem problem={form.problem} />
      {form.pending ? <p className="text-muted">Your browser is asking for the key.</p> : null}
    </FormDialog>
  );
}
