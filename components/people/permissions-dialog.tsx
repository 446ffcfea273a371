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
import { toast } from "@/components/ui/toast";
import { peopleFields } from "@/domain/access/people-fields";
import type { UserSummary } from "@/domain/access/people-views";

const schema = z.object({ permissions: peopleFields.permissions });

/** What tokens acting as the user may do; the next verification reads it. */
export function PermissionsDialog({
  user,
  suggestions,
  changePermissions,
  onClose,
}: {
  user: UserSummary;
  suggestions: readonly string[];
  changePermissions: PeopleActions["changePermissions"];
  onClose: () => void;
}) {
  const formId = useId();
  const guarded = useReauth();
  const form = useServerForm({
    schema,
    defaultValues: { permissions: [...user.permissions] },
    submit: ({ permissions }) => guarded(() => changePermissions({ userId: user.id, permissions })),
    onDone: () => {
      toast.success(`Permissions of ${user.name} are saved`);
      onClose();
    },
  });
  const tokens = user.tokens === 1 ? "1 token acts" : `${user.tokens} tokens act`;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      guard={(attempt) => !form.pending && (attempt !== "outside" || !form.formState.isDirty)}
      title={`Permissions of ${user.name}`}
      description={`${tokens} as this user. A change counts from the next call.`}
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" pending={form.pending}>
            Save permissions
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={form.onSubmit} className="grid gap-4" noValidate>
        <FormProblem problem={form.problem} />
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
      </form>
    </Dialog>
  );
}
