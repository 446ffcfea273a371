"use client";

import { useState } from "react";
import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import { useReauth } from "@/components/reauth/reauth-provider";
import { FormDialog } from "@/components/ui/form-dialog";
import { currentPasswordField } from "@/domain/access/password-field";
import { PasswordField } from "./password-field";
import { RecoveryCodesDialog } from "./recovery-codes-dialog";
import type { SecondFactorActions } from "./second-factor-actions";

const schema = z.object({ password: currentPasswordField });

/** New recovery codes, after the password; those of before end. */
export function RenewCodesDialog({
  email,
  renew,
  onClose,
  onDone,
}: {
  email: string;
  renew: SecondFactorActions["renewCodes"];
  onClose: () => void;
  onDone: () => void;
}) {
  const guarded = useReauth();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const form = useServerForm({
    schema,
    defaultValues: { password: "" },
    submit: (values) => guarded(() => renew(values)),
    onDone: ({ recoveryCodes }) => setCodes(recoveryCodes),
  });
  if (codes !== null) return <RecoveryCodesDialog codes={codes} email={email} onClose={onDone} />;
  return (
    <FormDialog
      size="sm"
      title="New recovery codes"
      description="Those that you have now end at once, used or not."
      submit="Make new codes"
      pending={form.pending}
      isTouched={form.formState.isDirty}
      onSubmit={form.onSubmit}
      onClose={onClose}
    >
      <FormProblem problem={form.problem} />
      <PasswordField email={email} error={form.errorOf("password")} registered={form.register("password")} />
    </FormDialog>
  );
}
