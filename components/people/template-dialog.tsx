"use client";

import { Controller } from "react-hook-form";
import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import type { PeopleActions } from "@/components/people/people-actions";
import { PermissionsField } from "@/components/people/permissions-field";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { peopleFields } from "@/domain/access/people-fields";
import type { UserSummary } from "@/domain/access/people-views";
import type { Result } from "@/domain/result";

const schema = z.object({ name: peopleFields.personName, permissions: peopleFields.permissions });

/** A new template user, or the name of one that is there (its permissions have a dialog of their own). */
export function TemplateDialog({
  user,
  suggestions,
  actions,
  onClose,
}: {
  user: UserSummary | null;
  suggestions: readonly string[];
  actions: Pick<PeopleActions, "createTemplate" | "renameTemplate">;
  onClose: () => void;
}) {
  const guarded = useReauth();
  const form = useServerForm({
    schema,
    defaultValues: { name: user?.name ?? "", permissions: [...(user?.permissions ?? [])] },
    submit: ({ name, permissions }) =>
      guarded<{ id: string }>(
        (): Promise<Result<{ id: string }>> =>
          user === null
            ? actions.createTemplate({ name, permissions })
            : actions.renameTemplate({ userId: user.id, name }),
      ),
    onDone: (_, { name }) => {
      toast.success(user === null ? `Created ${name}` : `Renamed to ${name}`);
      onClose();
    },
  });
  return (
    <FormDialog
      title={user === null ? "New template user" : `Rename ${user.name}`}
      description={
        user === null
          ? "It never signs in. API tokens act as it, with its permissions of the moment."
          : undefined
      }
      submit={user === null ? "Create template user" : "Rename"}
      pending={form.pending}
      isTouched={form.formState.isDirty}
      onSubmit={form.onSubmit}
      onClose={onClose}
    >
      <FormProblem problem={form.problem} />
      <Field label="Name" required error={form.errorOf("name")}>
        {(control) => <Input {...control} {...form.register("name")} placeholder="svc-reporting" />}
      </Field>
      {user === null ? (
        <Controller
          control={form.control}
          name="permissions"
          render={({ field, fieldState }) => (
            <PermissionsField
              value={field.value}
              onChange={field.onChange}
              suggestions={suggestions}
              error={fieldState.error?.message}
            />
          )}
        />
      ) : null}
    </FormDialog>
  );
}
