"use client";

import { useRef } from "react";
import { changedValues } from "@/components/forms/changed-values";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import type { OrganizationActions } from "@/components/organizations/organization-actions";
import { OrganizationFields, organizationSchema } from "@/components/organizations/organization-fields";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Section } from "@/components/ui/section";
import { SubmitButton } from "@/components/ui/submit-button";
import { toast } from "@/components/ui/toast";
import type { OrganizationSummary } from "@/domain/access/people-views";

/** Name and description of an organization that is there. */
export function OrganizationForm({
  organization,
  edit,
}: {
  organization: Pick<OrganizationSummary, "id" | "name" | "description">;
  edit: OrganizationActions["edit"];
}) {
  const guarded = useReauth();
  // What the fields began with, whatever the page shows by then.
  const before = useRef({ name: organization.name, description: organization.description });
  const form = useServerForm({
    schema: organizationSchema,
    defaultValues: before.current,
    submit: (values) =>
      guarded(() => edit({ organizationId: organization.id, ...changedValues(before.current, values) })),
    onDone: (_, values) => {
      before.current = values;
      form.reset(values);
      toast.success(`${values.name} is saved`);
    },
  });
  return (
    <Section title="Name and description">
      <form {...form.early} onSubmit={form.onSubmit} className="grid max-w-140 gap-4" noValidate>
        <FormProblem problem={form.problem} />
        <OrganizationFields register={form.register} errorOf={form.errorOf} initial={before.current} />
        <div>
          <SubmitButton pending={form.pending}>Save changes</SubmitButton>
        </div>
      </form>
    </Section>
  );
}
