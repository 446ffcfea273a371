"use client";

import type { UseFormRegister } from "react-hook-form";
import { z } from "zod";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { peopleFields } from "@/domain/access/people-fields";

export const organizationSchema = z.object({
  name: peopleFields.organizationName,
  description: peopleFields.organizationDescription,
});

type Values = z.input<typeof organizationSchema>;

/** Name and description, in the dialog that creates and on the page that edits. */
export function OrganizationFields({
  register,
  errorOf,
  initial,
}: {
  register: UseFormRegister<Values>;
  errorOf: (name: keyof Values) => string | undefined;
  /** What a page shows in them from the server on. */
  initial?: Values;
}) {
  return (
    <>
      <Field label="Name" required error={errorOf("name")}>
        {(control) => (
          <Input {...control} {...register("name")} defaultValue={initial?.name} autoComplete="off" />
        )}
      </Field>
      <Field label="Description" optional="optional" error={errorOf("description")}>
        {(control) => (
          <Textarea {...control} {...register("description")} defaultValue={initial?.description} rows={3} />
        )}
      </Field>
    </>
  );
}
