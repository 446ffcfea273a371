"use client";

import { useState } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import { HandedLinkBody } from "@/components/people/handed-link";
import { type PeopleActions, roleWords } from "@/components/people/people-actions";
import { PermissionsField } from "@/components/people/permissions-field";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { RadioCards } from "@/components/ui/radio-cards";
import { roles } from "@/domain/access/actions";
import { peopleFields } from "@/domain/access/people-fields";
import type { HandedLink, PendingInvitation } from "@/domain/access/people-views";

const schema = z.object({
  email: peopleFields.email,
  role: peopleFields.role,
  permissions: peopleFields.permissions,
});

/** Invite a person: address, role and permissions, then the link to hand over. */
export function InviteDialog({
  invite,
  suggestions,
  initial = null,
  onClose,
}: {
  invite: PeopleActions["invite"];
  suggestions: readonly string[];
  /** An open invitation that a new link replaces. */
  initial?: Pick<PendingInvitation, "email" | "role" | "permissions"> | null;
  onClose: () => void;
}) {
  const guarded = useReauth();
  const [link, setLink] = useState<{ link: HandedLink; email: string } | null>(null);
  const form = useServerForm({
    schema,
    defaultValues: {
      email: initial?.email ?? "",
      role: initial?.role ?? "member",
      permissions: [...(initial?.permissions ?? [])],
    },
    submit: (values) => guarded(() => invite(values)),
    onDone: (made, { email }) => setLink({ link: made, email }),
  });
  if (link !== null)
    return (
      <Dialog
        open
        onOpenChange={(open) => !open && onClose()}
        guard={(attempt) => attempt === "button"}
        title={`${link.email} is invited`}
        footer={
          <DialogClose>
            <Button variant="primary">Done</Button>
          </DialogClose>
        }
      >
        <HandedLinkBody link={link.link} forWhom={link.email} />
      </Dialog>
    );
  return (
    <FormDialog
      title={initial === null ? "Invite a user" : `Invite ${initial.email} anew`}
      description={
        initial === null
          ? "You get a link to hand over. No mail is sent."
          : "You get a new link to hand over; the earlier one stops working."
      }
      submit="Make the link"
      pending={form.pending}
      isTouched={form.formState.isDirty}
      onSubmit={form.onSubmit}
      onClose={onClose}
    >
      <FormProblem problem={form.problem} />
      <Field label="E-mail" required error={form.errorOf("email")}>
        {(control) => (
          <Input
            {...control}
            {...form.register("email")}
            type="email"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
      </Field>
      <RadioCards
        legend="Role"
        options={roles.map((role) => ({ value: role, ...roleWords[role] }))}
        {...form.register("role")}
      />
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
