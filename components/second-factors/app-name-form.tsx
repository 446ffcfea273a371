"use client";

import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { currentPasswordField } from "@/domain/access/password-field";
import { secondFactorName } from "@/domain/second-factors/name-field";
import type { AppToConfirm } from "@/domain/second-factors/second-factor-views";
import { PasswordField } from "./password-field";
import type { SecondFactorActions } from "./second-factor-actions";

const schema = z.object({ name: secondFactorName, password: currentPasswordField });

/** The first page of adding an app: what it is called, and the password. */
export function AppNameForm({
  email,
  begin,
  onBegun,
  onClose,
}: {
  email: string;
  begin: SecondFactorActions["beginApp"];
  onBegun: (app: AppToConfirm) => void;
  onClose: () => void;
}) {
  const guarded = useReauth();
  const form = useServerForm({
    schema,
    defaultValues: { name: "Phone", password: "" },
    submit: (values) => guarded(() => begin(values)),
    onDone: onBegun,
  });
  return (
    <FormDialog
      title="Add an authenticator app"
      description="An app on your phone that shows six digits, new ones each half minute. Most password managers can do it too."
      submit="Continue"
      pending={form.pending}
      isTouched={form.formState.isDirty}
      onSubmit={form.onSubmit}
      onClose={onClose}
    >
      <FormProblem problem={form.problem} />
      <Field label="Name" required error={form.errorOf("name")} hint="For you, to tell it from others.">
        {(control) => <Input {...control} {...form.register("name")} autoComplete="off" />}
      </Field>
      <PasswordField email={email} error={form.errorOf("password")} registered={form.register("password")} />
    </FormDialog>
  );
}
