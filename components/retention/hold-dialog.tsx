"use client";

import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { holdFields } from "@/domain/audit/retention-fields";
import type { Result } from "@/domain/result";

export type SetHold = (input: { reason: string }) => Promise<Result<unknown>>;

const schema = z.object(holdFields);

/** Places a legal hold, or gives the one in place another reason. Mounted while open. */
export function HoldDialog({ reason, set, onClose }: { reason: string; set: SetHold; onClose: () => void }) {
  const guarded = useReauth();
  const form = useServerForm({
    schema,
    defaultValues: { reason },
    submit: (values) => guarded(() => set(values)),
    onDone: () => {
      toast.success("Audit events are held");
      onClose();
    },
  });
  return (
    <FormDialog
      title={reason === "" ? "Place legal hold" : "Change the reason of the hold"}
      description="From then on no event of this account is dropped, until an administrator lifts the hold."
      submit={reason === "" ? "Place legal hold" : "Save changes"}
      pending={form.pending}
      isTouched={form.formState.isDirty}
      onSubmit={form.onSubmit}
      onClose={onClose}
    >
      <FormProblem problem={form.problem} />
      <Field
        label="Reason"
        hint="The case or order that asks for it. It stands in the audit trail."
        required
        error={form.errorOf("reason")}
      >
        {(control) => <Textarea {...control} {...form.register("reason")} maxLength={500} />}
      </Field>
    </FormDialog>
  );
}
