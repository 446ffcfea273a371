"use client";

import { Plus, Users } from "lucide-react";
import { useMemo, useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { unanswered } from "@/components/forms/unreachable";
import { TemplateDialog } from "@/components/people/dialogs-on-demand";
import { type PeopleActions, roleWords } from "@/components/people/people-actions";
import { peopleParams, templateParams } from "@/components/people/people-params";
import { personColumns, templateColumns } from "@/components/people/user-columns";
import { UserDialogs, type UserTask } from "@/components/people/user-dialogs";
import { userMenuItems } from "@/components/people/user-menu-items";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { toast } from "@/components/ui/toast";
import { roles } from "@/domain/access/actions";
import type { UserPage, UserSummary } from "@/domain/access/people-views";

const statusFilter = {
  id: "status",
  label: "Status",
  multiple: false,
  options: [
    { value: "active", label: "active" },
    { value: "disabled", label: "disabled" },
  ],
};
const roleFilter = {
  id: "role",
  label: "Role",
  multiple: false,
  options: roles.map((role) => ({ value: role, label: roleWords[role].label })),
};
const secondStepFilter = {
  id: "secondStep",
  label: "Sign-in",
  multiple: false,
  options: [
    { value: "on", label: "two-step" },
    { value: "off", label: "password" },
  ],
};

/** People or template users, with what may be done with each. Auditors see the same rows without actions. */
export function UsersTable({
  kind,
  page,
  viewerId,
  mayEdit,
  actions,
  suggestions,
}: {
  kind: "person" | "template";
  page: UserPage;
  viewerId: string;
  mayEdit: boolean;
  actions: PeopleActions;
  suggestions: readonly string[];
}) {
  const [task, setTask] = useState<UserTask | null>(null);
  const [isCreating, setCreating] = useState(false);
  const guarded = useReauth();
  const columns = useMemo(
    () => (kind === "person" ? personColumns(viewerId, page.now) : templateColumns),
    [kind, viewerId, page.now],
  );
  const enable = async (user: UserSummary) => {
    const result = await guarded(() => actions.enable({ userId: user.id })).catch(unanswered);
    if (result.ok) toast.success(`${user.name} is enabled`);
    else toast.error(result.refusal.message);
  };
  return (
    <>
      <DataTable
        label={kind === "person" ? "People" : "Template users"}
        // Both tables move their filters by name; the types of their values differ.
        params={(kind === "person" ? peopleParams : templateParams) as typeof peopleParams}
        columns={columns}
        rows={page.rows}
        total={page.total}
        rowId={(user) => user.id}
        rowName={(user) => user.name}
        {...(mayEdit
          ? {
              rowActions: (user: UserSummary) =>
                userMenuItems(
                  user,
                  viewerId,
                  (kind) => setTask({ kind, user }),
                  () => void enable(user),
                ),
            }
          : {})}
        filters={kind === "person" ? [roleFilter, statusFilter, secondStepFilter] : [statusFilter]}
        search={
          kind === "person"
            ? { label: "Search people", placeholder: "Name, e-mail or permission" }
            : { label: "Search template users", placeholder: "Name or permission" }
        }
        empty={
          <EmptyState
            icon={<Users />}
            title={kind === "person" ? "Nobody here" : "No template users yet"}
            actions={
              mayEdit && kind === "template" ? (
                <Button
                  variant="primary"
                  icon={<Plus />}
                  {...TemplateDialog.likely}
                  onClick={() => setCreating(true)}
                >
                  New template user
                </Button>
              ) : null
            }
          >
            {kind === "person"
              ? "Invite the people who work with this account."
              : "A template user holds the permissions that API tokens act with. Create one, then generate a token that acts as it."}
          </EmptyState>
        }
      />
      {isCreating ? (
        <TemplateDialog
          user={null}
          suggestions={suggestions}
          actions={actions}
          onClose={() => setCreating(false)}
        />
      ) : null}
      <UserDialogs
        task={task}
        now={page.now}
        actions={actions}
        suggestions={suggestions}
        onClose={() => setTask(null)}
      />
    </>
  );
}
