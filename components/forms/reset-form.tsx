"use client";

import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { LinkGate, type OpenLink } from "@/components/forms/link-gate";
import { NewPasswordField } from "@/components/forms/new-password-field";
import { PublicHeading } from "@/components/forms/public-frame";
import { useServerForm } from "@/components/forms/use-server-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { newPasswordField } from "@/domain/access/password-field";
import type { OpenReset } from "@/domain/access/people-views";
import type { Result } from "@/domain/result";

const schema = z.object({ password: newPasswordField });
type ResetPassword = (input: { secret: string; password: string }) => Promise<Result<null>>;

/** Opens a reset link: a new password, then the sign-in page. */
export function Reset({ open, reset }: { open: OpenLink<OpenReset>; reset: ResetPassword }) {
  return (
    <LinkGate open={open}>
      {({ email }, secret) => (
        <>
          <PublicHeading title="Choose a new password">
            For {email}. Every session that is open now ends.
          </PublicHeading>
          <ResetForm email={email} secret={secret} reset={reset} />
        </>
      )}
    </LinkGate>
  );
}

function ResetForm({ email, secret, reset }: { email: string; secret: string; reset: ResetPassword }) {
  const form = useServerForm({
    schema,
    defaultValues: { password: "" },
    submit: ({ password }) => reset({ secret, password }),
    onDone: () => window.location.replace("/sign-in?reset"),
  });
  return (
    <form onSubmit={form.onSubmit} className="grid gap-4" noValidate>
      <FormProblem problem={form.problem} />
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <NewPasswordField
        label="New password"
        {...form.register("password")}
        error={form.errorOf("password")}
      />
      <SubmitButton size="lg" pending={form.pending}>
        Set the password
      </SubmitButton>
    </form>
  );
}
