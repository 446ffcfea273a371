"use client";

import { useRef } from "react";
import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import { useReauth } from "@/components/reauth/reauth-provider";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import type { AppToConfirm } from "@/domain/second-factors/second-factor-views";
import { QrPicture } from "./qr-picture";
import type { AddedFactor, SecondFactorActions } from "./second-factor-actions";

const schema = z.object({ code: z.string().trim().min(1, "Enter the code that the app shows.").max(100) });

/** The second page of adding an app: the picture, the secret in letters, and the first code. */
export function AppCodeForm({
  app,
  confirm,
  onConfirmed,
  onClose,
}: {
  app: AppToConfirm;
  confirm: SecondFactorActions["confirmApp"];
  onConfirmed: (added: AddedFactor) => void;
  onClose: () => void;
}) {
  const guarded = useReauth();
  const form = useServerForm({
    schema,
    defaultValues: { code: "" },
    submit: ({ code }) => guarded(() => confirm({ id: app.id, code })),
    onDone: onConfirmed,
  });
  const field = useRef<HTMLInputElement>(null);
  const code = form.register("code");
  return (
    <FormDialog
      title="Add an authenticator app"
      description="Scan the picture with the app, or enter the key by hand. Then type the code that it shows."
      submit="Turn on"
      pending={form.pending}
      isTouched
      initialFocus={field}
      onSubmit={form.onSubmit}
      onClose={onClose}
    >
      <FormProblem problem={form.problem} />
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        <QrPicture text={app.uri} label="The key for the authenticator app, as a picture" />
        <div className="grid min-w-0 flex-1 basis-52 gap-1.5">
          <p className="font-medium text-sm">Key</p>
          <p className="wrap-anywhere font-mono text-sm" data-secret>
            {inFours(app.secret)}
          </p>
          <div className="flex flex-wrap gap-2">
            <CopyButton text={app.secret} label="Copy key" />
          </div>
        </div>
      </div>
      <Field label="Code" required error={form.errorOf("code")}>
        {(control) => (
          <Input
            {...control}
            {...code}
            ref={(element) => {
              code.ref(element);
              field.current = element;
            }}
            className="font-mono"
            autoComplete="one-time-code"
            inputMode="numeric"
          />
        )}
      </Field>
    </FormDialog>
  );
}

// As apps show it, so that one keeps one's place while typing; they read it with spaces or without.
function inFours(secret: string): string {
  return secret.replace(/.{4}(?=.)/g, "$& ");
}
