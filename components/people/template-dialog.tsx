"use client";

import { useId } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import type { PeopleActions } from "@/components/people/people-actions";
import { PermissionsField } from "@/components/people/permissions-field";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
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
  const formId = useId();
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
      toast.success(user === null ? `${name} is there` : `Renamed to ${name}`);
      onClose();
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      guard={(attempt) => !form.pending && (attempt !== "outside" || !form.formState.isDirty)}
      title={user === null ? "New template user" : `Rename ${user.name}`}
      description={
        user === null
          ? "It never signs in. API tokens act as it, with its permissions of the moment."
          : undefined
      }
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" pending={form.pending}>
            {user === null ? "Create template user" : "Rename"}
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={form.onSubmit} className="grid gap-4" noValidate>
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
      </form>
    </Dialog>
  );
}
