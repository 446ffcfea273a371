"use client";

import { z } from "zod";
import { FormProblem } from "@/components/forms/form-problem";
import { useServerForm } from "@/components/forms/use-server-form";
import { type PeopleActions, roleWords } from "@/components/people/people-actions";
import { useReauth } from "@/components/reauth/reauth-provider";
import { FormDialog } from "@/components/ui/form-dialog";
import { RadioCards } from "@/components/ui/radio-cards";
import { toast } from "@/components/ui/toast";
import { roles } from "@/domain/access/actions";
import { peopleFields } from "@/domain/access/people-fields";
import type { UserSummary } from "@/domain/access/people-views";

const schema = z.object({ role: peopleFields.role });

/** Choose another role; it counts from the person's next request. */
export function RoleDialog({
  user,
  changeRole,
  onClose,
}: {
  user: UserSummary;
  changeRole: PeopleActions["changeRole"];
  onClose: () => void;
}) {
  const guarded = useReauth();
  const form = useServerForm({
    schema,
    defaultValues: { role: user.role },
    submit: ({ role }) => guarded(() => changeRole({ userId: user.id, role })),
    onDone: (_, { role }) => {
      toast.success(`${user.name} is ${role === "member" ? "a" : "an"} ${role} now`);
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Role of ${user.name}`}
      description="It counts from the next request."
      submit="Change role"
      pending={form.pending}
      onSubmit={form.onSubmit}
      onClose={onClose}
    >
      <FormProblem problem={form.problem} />
      <RadioCards
        legend="Role"
        hideLegend
        options={roles.map((role) => ({ value: role, ...roleWords[role] }))}
        {...form.register("role")}
      />
    </FormDialog>
  );
}
