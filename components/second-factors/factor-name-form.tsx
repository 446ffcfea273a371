"use client";

import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { currentPasswordField } from "@/domain/access/password-field";
import type { Result } from "@/domain/result";
import { secondFactorName } from "@/domain/second-factors/name-field";
import { PasswordField } from "./password-field";

const schema = z.object({ name: secondFactorName, password: currentPasswordField });

/** The first page of adding a second factor: what it is called, and the password. */
export function FactorNameForm<T>({
  title,
  description,
  name,
  email,
  begin,
  onBegun,
  onClose,
}: {
  title: string;
  description: string;
  /** What it is called where nobody says otherwise. */
  name: string;
  email: string;
  begin: (input: { name: string; password: string }) => Promise<Result<T>>;
  onBegun: (begun: T) => void;
  onClose: () => void;
}) {
  const guarded = useReauth();
  const form = useServerForm({
    schema,
    defaultValues: { name, password: "" },
    submit: (values) => guarded(() => begin(values)),
    onDone: onBegun,
  });
  return (
    <FormDialog
      title={title}
      description={description}
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
