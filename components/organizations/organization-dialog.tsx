"use client";

import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import type { OrganizationActions } from "@/components/organizations/organization-actions";
import { OrganizationFields, organizationSchema } from "@/components/organizations/organization-fields";
import { useReauth } from "@/components/reauth/reauth-provider";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";

/** A new organization. Mounted while open. */
export function OrganizationDialog({
  create,
  onClose,
}: {
  create: OrganizationActions["create"];
  onClose: () => void;
}) {
  const guarded = useReauth();
  const form = useServerForm({
    schema: organizationSchema,
    defaultValues: { name: "", description: "" },
    submit: (values) => guarded(() => create(values)),
    onDone: (_, { name }) => {
      toast.success(`${name} is created`);
      onClose();
    },
  });
  return (
    <FormDialog
      title="New organization"
      submit="Create organization"
      pending={form.pending}
      isTouched={form.formState.isDirty}
      onSubmit={form.onSubmit}
      onClose={onClose}
    >
      <FormProblem problem={form.problem} />
      <OrganizationFields register={form.register} errorOf={form.errorOf} />
    </FormDialog>
  );
}
