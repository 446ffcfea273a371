"use client";

import { useState } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import type { PeopleActions } from "@/components/people/people-actions";
import { PermissionsField } from "@/components/people/permissions-field";
import { useReauth } from "@/components/reauth/reauth-provider";
import { FormDialog } from "@/components/ui/form-dialog";
import { formatCount } from "@/components/ui/format-count";
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
  const guarded = useReauth();
  // As they were when the dialog opened, whatever the list behind it shows by then.
  const [expected] = useState(user.permissions);
  const form = useServerForm({
    schema,
    defaultValues: { permissions: [...user.permissions] },
    submit: ({ permissions }) => guarded(() => changePermissions({ userId: user.id, permissions, expected })),
    onDone: () => {
      toast.success(`Permissions of ${user.name} are saved`);
      onClose();
    },
  });
  const tokens = user.tokens === 1 ? "1 token acts" : `${formatCount(user.tokens)} tokens act`;
  return (
    <FormDialog
      title={`Permissions of ${user.name}`}
      description={`${tokens} as this user. A change counts from the next call.`}
      submit="Save permissions"
      pending={form.pending}
      isTouched={form.formState.isDirty}
      onSubmit={form.onSubmit}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}
