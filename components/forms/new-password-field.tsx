"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { passwordLengthMin } from "@/domain/access/password-bounds";

/** A password that is chosen: it can be looked at instead of being typed twice, and pasted from a password manager. */
export function NewPasswordField({
  label = "Password",
  error,
  ...input
}: { label?: string; error?: string | undefined } & ComponentProps<"input">) {
  const [isShown, setShown] = useState(false);
  return (
    <Field
      label={label}
      required
      error={error}
      hint={`At least ${passwordLengthMin} characters; 15 or more are better. A few words in a row work well.`}
    >
      {(control) => (
        <div className="relative">
          <Input
            {...control}
            {...input}
            type={isShown ? "text" : "password"}
            autoComplete="new-password"
            spellCheck={false}
            autoCapitalize="none"
            className="pr-10"
          />
          <IconButton
            label={isShown ? "Hide the password" : "Show the password"}
            size="sm"
            icon={isShown ? <EyeOff /> : <Eye />}
            aria-pressed={isShown}
            className="absolute inset-y-0 right-0.75 my-auto"
            onClick={() => setShown(!isShown)}
          />
        </div>
      )}
    </Field>
  );
}
