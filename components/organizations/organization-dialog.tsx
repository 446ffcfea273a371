"use client";

import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { peopleFields } from "@/domain/access/people-fields";
import type { OrganizationSummary } from "@/domain/access/people-views";
import type { Result } from "@/domain/result";

/** What pages about organizations can have done; server actions, handed down by the page. */
export type OrganizationActions = {
  readonly create: (input: { name: string; description: string }) => Promise<Result<{ id: string }>>;
  readonly edit: (input: {
    organizationId: string;
    name: string;
    description: string;
  }) => Promise<Result<{ id: string }>>;
};

const schema = z.object({
  name: peopleFields.organizationName,
  description: peopleFields.organizationDescription,
});

/** A new organization, or name and description of one that is there. */
export function OrganizationDialog({
  organization,
  actions,
  onClose,
}: {
  organization: OrganizationSummary | null;
  actions: OrganizationActions;
  onClose: () => void;
}) {
  const guarded = useReauth();
  const form = useServerForm({
    schema,
    defaultValues: { name: organization?.name ?? "", description: organization?.description ?? "" },
    submit: (values) =>
      guarded(() =>
        organization === null
          ? actions.create(values)
          : actions.edit({ organizationId: organization.id, ...values }),
      ),
    onDone: (_, { name }) => {
      toast.success(organization === null ? `${name} is created` : `${name} is saved`);
      onClose();
    },
  });
  return (
    <FormDialog
      title={organization === null ? "New organization" : "Edit organization"}
      submit={organization === null ? "Create organization" : "Save changes"}
      pending={form.pending}
      isTouched={form.formState.isDirty}
      onSubmit={form.onSubmit}
      onClose={onClose}
    >
      <FormProblem problem={form.problem} />
      <Field label="Name" required error={form.errorOf("name")}>
        {(control) => <Input {...control} {...form.register("name")} />}
      </Field>
      <Field label="Description" optional="optional" error={form.errorOf("description")}>
        {(control) => <Textarea {...control} {...form.register("description")} rows={3} />}
      </Field>
    </FormDialog>
  );
}
