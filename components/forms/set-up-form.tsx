"use client";

import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { LinkGate, type OpenLink } from "@/components/forms/link-gate";
import { NewPasswordField } from "@/components/forms/new-password-field";
import { PublicHeading } from "@/components/forms/public-frame";
import { useServerForm } from "@/components/forms/use-server-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SubmitButton } from "@/components/ui/submit-button";
import { newPasswordField } from "@/domain/access/password-field";
import { peopleFields } from "@/domain/access/people-fields";
import type { Result } from "@/domain/result";

const schema = z.object({
  companyName: peopleFields.accountName,
  name: peopleFields.personName,
  email: peopleFields.email,
  password: newPasswordField,
});
export type SetUpInput = z.output<typeof schema> & { readonly secret: string };
type Complete = (input: SetUpInput) => Promise<Result<null>>;

/** The first page of a new deployment. */
export function SetUp({ open, complete }: { open: OpenLink<null>; complete: Complete }) {
  return <LinkGate open={open}>{(_, secret) => <SetUpForm secret={secret} complete={complete} />}</LinkGate>;
}

function SetUpForm({ secret, complete }: { secret: string; complete: Complete }) {
  const form = useServerForm({
    schema,
    defaultValues: { companyName: "", name: "", email: "", password: "" },
    submit: (values) => complete({ ...values, secret }),
    // A whole page load: the session has begun, and nothing of this page should stay.
    onDone: () => window.location.replace("/"),
  });
  const { register, errorOf } = form;
  return (
    <>
      <PublicHeading title="Set up Keydesk">
        You become the first administrator, and the operator of this Keydesk.
      </PublicHeading>
      <form onSubmit={form.onSubmit} className="grid gap-4" noValidate>
        <FormProblem problem={form.problem} />
        <Field label="Company" required error={errorOf("companyName")} hint="The name of your first account.">
          {(control) => (
            <Input {...control} {...register("companyName")} autoComplete="organization" autoFocus />
          )}
        </Field>
        <Field label="Your name" required error={errorOf("name")}>
          {(control) => <Input {...control} {...register("name")} autoComplete="name" />}
        </Field>
        <Field label="E-mail" required error={errorOf("email")} hint="You sign in with it.">
          {(control) => <Input {...control} {...register("email")} type="email" autoComplete="username" />}
        </Field>
        <NewPasswordField {...register("password")} error={errorOf("password")} />
        <SubmitButton size="lg" pending={form.pending}>
          Set up and sign in
        </SubmitButton>
      </form>
    </>
  );
}
