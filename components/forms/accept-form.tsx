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
import { secondStepPath } from "@/domain/access/paths";
import { peopleFields } from "@/domain/access/people-fields";
import type { OpenInvitation } from "@/domain/access/people-views";
import type { Result } from "@/domain/result";

const newcomer = z.object({ name: peopleFields.personName, password: newPasswordField });
const known = z.object({ password: z.string().min(1, "Enter your password.") });

export type AcceptInput = { readonly secret: string; readonly password: string; readonly name?: string };
export type Accepted = { readonly awaitsSecondStep: boolean };
type Accept = (input: AcceptInput) => Promise<Result<Accepted>>;

/** Opens an invitation: newcomers choose name and password, people who are here already prove theirs. */
export function Accept({ open, accept }: { open: OpenLink<OpenInvitation>; accept: Accept }) {
  return (
    <LinkGate open={open}>
      {(invitation, secret) => (
        <>
          <PublicHeading title={`Join ${invitation.accountName}`}>
            {invitation.invitedBy ?? "An administrator"} invited {invitation.email} as{" "}
            {invitation.role === "member" ? "a member" : `an ${invitation.role}`}.
          </PublicHeading>
          {invitation.hasUser ? (
            <KnownForm email={invitation.email} secret={secret} accept={accept} />
          ) : (
            <NewcomerForm email={invitation.email} secret={secret} accept={accept} />
          )}
        </>
      )}
    </LinkGate>
  );
}

type FormProps = { email: string; secret: string; accept: Accept };
const enter = ({ awaitsSecondStep }: Accepted) =>
  window.location.replace(awaitsSecondStep ? secondStepPath(null, false) : "/");

function NewcomerForm({ email, secret, accept }: FormProps) {
  const form = useServerForm({
    schema: newcomer,
    defaultValues: { name: "", password: "" },
    submit: (values) => accept({ ...values, secret }),
    onDone: enter,
  });
  return (
    <form onSubmit={form.onSubmit} className="grid gap-4" noValidate>
      <FormProblem problem={form.problem} />
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <Field label="Your name" required error={form.errorOf("name")}>
        {(control) => <Input {...control} {...form.register("name")} autoComplete="name" />}
      </Field>
      <NewPasswordField {...form.register("password")} error={form.errorOf("password")} />
      <SubmitButton size="lg" pending={form.pending}>
        Join and sign in
      </SubmitButton>
    </form>
  );
}

function KnownForm({ email, secret, accept }: FormProps) {
  const form = useServerForm({
    schema: known,
    defaultValues: { password: "" },
    submit: (values) => accept({ ...values, secret }),
    onDone: enter,
  });
  return (
    <form onSubmit={form.onSubmit} className="grid gap-4" noValidate>
      <FormProblem problem={form.problem} />
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <Field
        label="Password"
        required
        error={form.errorOf("password")}
        hint="You have a user here already. Enter its password to join this account too."
      >
        {(control) => (
          <Input
            {...control}
            {...form.register("password")}
            type="password"
            autoComplete="current-password"
          />
        )}
      </Field>
      <SubmitButton size="lg" pending={form.pending}>
        Join and sign in
      </SubmitButton>
    </form>
  );
}
