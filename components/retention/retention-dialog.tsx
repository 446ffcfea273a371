"use client";

import { useState } from "react";
import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { formatDay } from "@/components/ui/format-time";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { type RetentionView, retentionDays, retentionTerm } from "@/domain/audit/retention";
import { retentionFields } from "@/domain/audit/retention-fields";
import type { Result } from "@/domain/result";

export type ChangeRetention = (input: { days: number | null }) => Promise<Result<unknown>>;

const schema = z.object({
  days: z
    .string()
    .trim()
    .transform((text) => (text === "" ? null : Number(text)))
    .pipe(retentionFields.days),
});
const dayMs = 86_400_000;

/** Sets the days; says what would go before it goes. Mounted while open. */
export function RetentionDialog({
  retention,
  now,
  change,
  onClose,
}: {
  retention: RetentionView;
  now: Date;
  change: ChangeRetention;
  onClose: () => void;
}) {
  const guarded = useReauth();
  const [typed, setTyped] = useState(retention.days === null ? "" : String(retention.days));
  const form = useServerForm({
    schema,
    defaultValues: { days: typed },
    submit: (values) => guarded(() => change(values)),
    onDone: (_, { days }) => {
      toast.success(`Audit events are kept ${days === null ? "for ever" : `for ${retentionTerm(days)}`}`);
      onClose();
    },
  });
  const days = /^\d{2,5}$/.test(typed.trim()) ? Number(typed) : null;
  const before = days === null ? null : new Date(now.getTime() - days * dayMs);
  const isDropping = before !== null && retention.oldestAt !== null && retention.oldestAt < before;
  return (
    <FormDialog
      title="Change audit retention"
      description="For all events of this account."
      submit="Save changes"
      pending={form.pending}
      isTouched={form.formState.isDirty}
      onSubmit={form.onSubmit}
      onClose={onClose}
    >
      <FormProblem problem={form.problem} />
      <Field
        label="Days to keep events"
        hint={`At least ${retentionDays.min}. Leave it empty to keep events for ever.`}
        error={form.errorOf("days")}
      >
        {(control) => (
          <Input
            {...control}
            {...form.register("days", { onChange: (event) => setTyped(event.target.value) })}
            inputMode="numeric"
            autoComplete="off"
          />
        )}
      </Field>
      {isDropping ? (
        <Callout tone="warn" role="status" title={`Events from before ${formatDay(before)} will be dropped`}>
          {retention.hold
            ? "Not while the legal hold is in place, and within an hour once it is lifted."
            : "Within an hour. What they said does not come back, also when the days are more again."}
        </Callout>
      ) : null}
    </FormDialog>
  );
}
