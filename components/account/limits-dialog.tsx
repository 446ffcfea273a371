"use client";

import { useState } from "react";
import { z } from "zod";
import { stoppedWords } from "@/components/account/stopped-words";
import { changedValues } from "@/components/forms/changed-values";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { formatCount } from "@/components/ui/format-count";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { limitFields } from "@/domain/access/limit-fields";
import { findStopped, type PlanUse } from "@/domain/access/plan-use";
import { planName, plans } from "@/domain/access/plans";
import type { AccountUsage } from "@/domain/limits/account-usage";
import { done, type Result } from "@/domain/result";

const schema = z.object(limitFields);

export type ChangeLimits = (input: Partial<z.output<typeof schema>>) => Promise<Result<unknown>>;

const numbers = [
  { name: "licensedAssets", label: "Licensed assets", hint: "Also the calls allowed a day." },
  { name: "requestsPerMinute", label: "Calls a minute", hint: "Across all users and tokens." },
  { name: "requestsPerIp", label: "Requests from one address", hint: "In 5 minutes." },
] as const;

/** Plan and limits, for operators: says what a lower plan would stop before it does. Mounted while open. */
export function LimitsDialog({
  accountName,
  usage,
  use,
  change,
  onClose,
}: {
  accountName: string;
  usage: AccountUsage;
  use: PlanUse;
  change: ChangeLimits;
  onClose: () => void;
}) {
  const guarded = useReauth();
  const [chosen, setChosen] = useState({ plan: usage.plan, licensedAssets: usage.licensedAssets });
  // As they were when the dialog opened, whatever the page shows by then.
  const [before] = useState(() => {
    const { plan, licensedAssets, requestsPerMinute, requestsPerIp } = usage;
    return { plan, licensedAssets, requestsPerMinute, requestsPerIp };
  });
  const form = useServerForm({
    schema,
    defaultValues: before,
    submit: (values) => {
      const changed = changedValues(before, values);
      return Object.keys(changed).length === 0 ? Promise.resolve(done(null)) : guarded(() => change(changed));
    },
    onDone: (sent) => {
      if (sent !== null) toast.success(`Changed plan and limits of ${accountName}`);
      onClose();
    },
  });
  const stopped = stoppedWords(findStopped(use, chosen.plan));
  const isSpent = chosen.licensedAssets <= usage.usedToday && chosen.licensedAssets < usage.licensedAssets;
  return (
    <FormDialog
      title="Change plan and limits"
      description={`For ${accountName}, from the next call on.`}
      submit="Save changes"
      pending={form.pending}
      isTouched={form.formState.isDirty}
      onSubmit={form.onSubmit}
      onClose={onClose}
    >
      <FormProblem problem={form.problem} />
      <Field label="Plan" required error={form.errorOf("plan")}>
        {(control) => (
          <Select
            {...control}
            {...form.register("plan", {
              onChange: (event) => setChosen((each) => ({ ...each, plan: event.target.value })),
            })}
          >
            {plans.map((each) => (
              <option key={each} value={each}>
                {planName(each)}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {stopped ? (
        <Callout tone="warn" title={`${planName(chosen.plan)} refuses ${stopped}`} role="status">
          They are kept, and work again when the plan includes them.
        </Callout>
      ) : null}
      <div className="grid gap-4 sm:grid-cols-3">
        {numbers.map(({ name, label, hint }) => (
          <Field key={name} label={label} hint={hint} required error={form.errorOf(name)}>
            {(control) => (
              <Input
                {...control}
                {...form.register(name, {
                  valueAsNumber: true,
                  onChange: (event) => {
                    if (name === "licensedAssets")
                      setChosen((each) => ({ ...each, licensedAssets: Number(event.target.value) }));
                  },
                })}
                inputMode="numeric"
                autoComplete="off"
              />
            )}
          </Field>
        ))}
      </div>
      {isSpent ? (
        <Callout tone="warn" role="status">
          {formatCount(usage.usedToday)} calls were made today: all others are refused until midnight UTC.
        </Callout>
      ) : null}
    </FormDialog>
  );
}
