"use client";

import { useRef } from "react";
import { v4 as uuidv4 } from "uuid";
import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { ApiClientView } from "@/domain/access/api-client-views";
import type { Result } from "@/domain/result";
import { nameField, notesField } from "@/domain/text/fields";
import { tokenNameLengthMax, tokenNotesLengthMax } from "@/domain/tokens/bounds";

const schema = z.object({
  name: nameField("The name", tokenNameLengthMax),
  notes: notesField("The notes", tokenNotesLengthMax),
});

/** Name and notes of a new API client, or of one that is there. Mounted while open. */
export function ClientFormDialog<T>({
  client,
  submit,
  onDone,
  onClose,
}: {
  client: Pick<ApiClientView, "name" | "notes"> | null;
  submit: (values: { name: string; notes: string; requestKey: string }) => Promise<Result<T>>;
  onDone: (value: T, name: string) => void;
  onClose: () => void;
}) {
  // One key per opening: a double click or a lost answer never makes a second client.
  const requestKey = useRef("");
  const form = useServerForm({
    schema,
    defaultValues: { name: client?.name ?? "", notes: client?.notes ?? "" },
    submit: (values) => {
      requestKey.current ||= uuidv4();
      return submit({ ...values, requestKey: requestKey.current });
    },
    onDone: (value, { name }) => onDone(value, name),
  });
  return (
    <FormDialog
      size="sm"
      title={client ? "Edit API client" : "Create API client"}
      description={
        client
          ? undefined
          : "A program that obtains its own account tokens, each for an hour, with a client id and a secret."
      }
      submit={client ? "Save changes" : "Create API client"}
      pending={form.pending}
      isTouched={form.formState.isDirty}
      onSubmit={form.onSubmit}
      onClose={onClose}
    >
      <FormProblem problem={form.problem} />
      <Field label="Name" required error={form.errorOf("name")}>
        {(control) => (
          <Input
            {...control}
            {...form.register("name")}
            placeholder="Where it is used, such as Provisioning"
            autoComplete="off"
          />
        )}
      </Field>
      <Field label="Notes" optional="optional" error={form.errorOf("notes")}>
        {(control) => (
          <Textarea
            {...control}
            {...form.register("notes")}
            rows={2}
            placeholder="What it is for, whom to ask"
          />
        )}
      </Field>
    </FormDialog>
  );
}
