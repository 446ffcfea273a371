"use client";

import { Plus, UserPlus } from "lucide-react";
import { useState } from "react";
import { RefreshButton } from "@/components/data-table/refresh-button";
import { InviteDialog, TemplateDialog } from "@/components/people/dialogs-on-demand";
import type { PeopleActions } from "@/components/people/people-actions";
import { Button } from "@/components/ui/button";
import { LinkTabs } from "@/components/ui/link-tabs";
import { PageHeader } from "@/components/ui/page-header";

export type PeopleTab = "/users" | "/users/templates" | "/users/invitations";

/** Title, tabs and the main action of the pages about people. */
export function PeopleHeader({
  current,
  mayEdit,
  pending,
  actions,
  suggestions,
}: {
  current: PeopleTab;
  mayEdit: boolean;
  /** Invitations that wait for an answer. */
  pending: number;
  actions: PeopleActions;
  suggestions: readonly string[];
}) {
  const [dialog, setDialog] = useState<"invite" | "template" | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <PageHeader
        title="Users"
        actions={
          <>
            <RefreshButton />
            {!mayEdit ? null : current === "/users/templates" ? (
              <Button
                variant="primary"
                icon={<Plus />}
                {...TemplateDialog.likely}
                onClick={() => setDialog("template")}
              >
                New template user
              </Button>
            ) : (
              <Button
                variant="primary"
                icon={<UserPlus />}
                {...InviteDialog.likely}
                onClick={() => setDialog("invite")}
              >
                Invite user
              </Button>
            )}
          </>
        }
      />
      <LinkTabs
        label="Kinds of users"
        current={current}
        className="mb-4"
        tabs={[
          { href: "/users", label: "People" },
          { href: "/users/templates", label: "Template users" },
          { href: "/users/invitations", label: pending > 0 ? `Invitations (${pending})` : "Invitations" },
        ]}
      />
      {dialog === "invite" ? (
        <InviteDialog invite={actions.invite} suggestions={suggestions} onClose={close} />
      ) : null}
      {dialog === "template" ? (
        <TemplateDialog user={null} suggestions={suggestions} actions={actions} onClose={close} />
      ) : null}
    </>
  );
}
