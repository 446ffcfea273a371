"use client";

import type { ComponentProps } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/** The present password, where what is changed is how one signs in. */
export function PasswordField({
  email,
  error,
  registered,
}: {
  email: string;
  error: string | undefined;
  registered: ComponentProps<"input">;
}) {
  return (
    <>
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <Field label="Your password" required error={error}>
        {(control) => <Input {...control} {...registered} type="password" autoComplete="current-password" />}
      </Field>
    </>
  );
}
