"use client";

import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import { useReauth } from "@/components/reauth/reauth-provider";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { currentPasswordField } from "@/domain/access/password-field";
import type { SecondFactorView } from "@/domain/second-factors/second-factor-views";
import { PasswordField } from "./password-field";
import type { SecondFactorActions } from "./second-factor-actions";

const schema = z.object({ password: currentPasswordField });

/** Removes a second factor, after the password; says what signing in takes then. */
export function RemoveFactorDialog({
  email,
  factor,
  isLast,
  remove,
  onClose,
}: {
  email: string;
  factor: SecondFactorView;
  /** As far as the page knows: then the password alone signs in. */
  isLast: boolean;
  remove: SecondFactorActions["remove"];
  onClose: () => void;
}) {
  const guarded = useReauth();
  const form = useServerForm({
    schema,
    defaultValues: { password: "" },
    submit: ({ password }) => guarded(() => remove({ id: factor.id, password })),
    onDone: () => {
      onClose();
      toast.success(`${factor.name} is removed`);
    },
  });
  return (
    <FormDialog
      size="sm"
      title={`Remove ${factor.name}?`}
      description={
        isLast
          ? "It is your only second factor: from then on your password alone signs you in, and your recovery codes end."
          : "It is not taken any more. Your other ones go on."
      }
      submit="Remove"
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
