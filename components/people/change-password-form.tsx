"use client";

import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { NewPasswordField } from "@/components/forms/new-password-field";
import { useServerForm } from "@/components/forms/use-server-form";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast";
import { newPasswordField } from "@/domain/access/password-field";
import type { Result } from "@/domain/result";

const schema = z.object({
  password: z.string().min(1, "Enter your current password."),
  newPassword: newPasswordField,
});

export type ChangePassword = (input: {
  password: string;
  newPassword: string;
}) => Promise<Result<{ sessionsEnded: number }>>;

/** The current password, then the new one. */
export function ChangePasswordForm({ email, change }: { email: string; change: ChangePassword }) {
  const guarded = useReauth();
  const form = useServerForm({
    schema,
    defaultValues: { password: "", newPassword: "" },
    submit: (values) => guarded(() => change(values)),
    onDone: ({ sessionsEnded }) => {
      form.reset();
      toast.success("Your password is changed", {
        description:
          sessionsEnded === 0
            ? "No other session was open."
            : `${sessionsEnded} other ${sessionsEnded === 1 ? "session has" : "sessions have"} ended.`,
      });
    },
  });
  return (
    <form {...form.early} onSubmit={form.onSubmit} className="grid max-w-96 gap-4" noValidate>
      <FormProblem problem={form.problem} />
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <Field label="Current password" required error={form.errorOf("password")}>
        {(control) => (
          <Input
            {...control}
            {...form.register("password")}
            type="password"
            autoComplete="current-password"
          />
        )}
      </Field>
      <NewPasswordField
        label="New password"
        {...form.register("newPassword")}
        error={form.errorOf("newPassword")}
      />
      <div>
        <SubmitButton pending={form.pending}>Change password</SubmitButton>
      </div>
    </form>
  );
}
