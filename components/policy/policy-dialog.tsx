"use client";

import { useState } from "react";
import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import { CapHint } from "@/components/policy/cap-hint";
import { valueWords } from "@/components/policy/policy-words";
import { useReauth } from "@/components/reauth/reauth-provider";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { done, type Result } from "@/domain/result";
import {
  allowedGraceSeconds,
  lifetimeDaysBounds,
  policyChanges,
  type TokenPolicy,
} from "@/domain/tokens/policy";
import { policyFields } from "@/domain/tokens/policy-fields";
import type { PolicyView } from "@/domain/tokens/policy-views";

export type ChangePolicy = (input: Partial<TokenPolicy>) => Promise<Result<unknown>>;

const schema = z.object({
  ...policyFields,
  lifetimeDaysMax: z
    .string()
    .trim()
    .transform((text) => (text === "" ? null : Number(text)))
    .pipe(policyFields.lifetimeDaysMax),
});

/** Sets the account's values; says what a lower cap would hold up before it does. Mounted while open. */
export function PolicyDialog({
  policy,
  change,
  onClose,
}: {
  policy: PolicyView;
  change: ChangePolicy;
  onClose: () => void;
}) {
  const { account, deployment } = policy;
  const guarded = useReauth();
  const [cap, setCap] = useState(account.keyCap);
  const form = useServerForm({
    schema,
    defaultValues: {
      ...account,
      lifetimeDaysMax: account.lifetimeDaysMax === null ? "" : String(account.lifetimeDaysMax),
    },
    // Only what was changed is sent, so that two people may change different values at once.
    submit: (values) => {
      const changed = policyChanges(account, values);
      if (changed.length === 0) return Promise.resolve(done(false));
      const input = Object.fromEntries(changed.map((name) => [name, values[name]]));
      return guarded(() => change(input));
    },
    onDone: (sent) => {
      if (sent) toast.success("Changed the token policy");
      onClose();
    },
  });
  return (
    <FormDialog
      title="Change token policy"
      description="It binds what is done from then on; tokens that exist stay as they are."
      submit="Save changes"
      pending={form.pending}
      isTouched={form.formState.isDirty}
      onSubmit={form.onSubmit}
      onClose={onClose}
    >
      <FormProblem problem={form.problem} />
      <Field
        label="API keys per organization"
        hint={<CapHint policy={policy} cap={cap} />}
        required
        error={form.errorOf("keyCap")}
      >
        {(control) => (
          <Input
            {...control}
            {...form.register("keyCap", {
              valueAsNumber: true,
              onChange: (event) => setCap(Number(event.target.value)),
            })}
            inputMode="numeric"
            autoComplete="off"
          />
        )}
      </Field>
      <Field
        label="Longest life in days"
        hint={`${lifetimeDaysBounds.min} to ${lifetimeDaysBounds.max}, from the moment in which an expiry is set. Empty: no maximum.`}
        error={form.errorOf("lifetimeDaysMax")}
      >
        {(control) => (
          <Input {...control} {...form.register("lifetimeDaysMax")} inputMode="numeric" autoComplete="off" />
        )}
      </Field>
      <Field
        label="Longest grace on rotation"
        hint="How long an old secret may go on working, each time that is chosen."
        required
        error={form.errorOf("graceSecondsMax")}
      >
        {(control) => (
          <Select {...control} {...form.register("graceSecondsMax", { setValueAs: Number })}>
            {allowedGraceSeconds(deployment).map((seconds) => (
              <option key={seconds} value={seconds}>
                {valueWords.graceSecondsMax(seconds)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <CheckboxField
        {...form.register("keysRevealable")}
        label="API keys can be shown and copied again"
        hint="By administrators who confirm their password. Without it a key is seen once, when it is generated or rotated."
      />
    </FormDialog>
  );
}
