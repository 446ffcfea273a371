"use client";

import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import type { ViewActions } from "@/components/saved-views/view-actions";
import { CheckboxField } from "@/components/ui/checkbox-field";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { saveViewSchema } from "@/domain/saved-views/save-view-fields";
import type { ViewPage } from "@/domain/saved-views/saved-view";

const fields = saveViewSchema.pick({ name: true, shared: true });

/** Gives the filter of the page a name. Mounted while open. */
export function SaveViewDialog({
  page,
  query,
  save,
  onClose,
}: {
  page: ViewPage;
  query: string;
  save: ViewActions["save"];
  onClose: () => void;
}) {
  const form = useServerForm({
    schema: fields,
    defaultValues: { name: "", shared: false },
    submit: (values) => save({ ...values, page, query }),
    onDone: (_, { name }) => {
      toast.success(`The view ${name} is saved`);
      onClose();
    },
  });
  return (
    <FormDialog
      size="sm"
      title="Save this view"
      description="Keeps the filters and the order of this page under a name. A view of yours that has the name is replaced."
      submit="Save view"
      pending={form.pending}
      isTouched={form.formState.isDirty}
      onSubmit={form.onSubmit}
      onClose={onClose}
    >
      <FormProblem problem={form.problem} />
      <Field label="Name" error={form.errorOf("name")}>
        {(control) => <Input {...control} {...form.register("name")} />}
      </Field>
      <CheckboxField
        {...form.register("shared")}
        label="Share it"
        hint="Everybody in this account who may open the page sees it."
      />
    </FormDialog>
  );
}
