"use client";

import { Mail } from "lucide-react";
import { useState } from "react";
import { InviteDialog } from "@/components/people/dialogs-on-demand";
import { type PeopleActions, roleWords } from "@/components/people/people-actions";
import { PermissionList } from "@/components/people/permission-list";
import { useReauth } from "@/components/reauth/reauth-provider";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { toast } from "@/components/ui/toast";
import type { PendingInvitation } from "@/domain/access/people-views";

/** Invitations that nobody answered yet. A lost link cannot be shown again: inviting anew replaces it. */
export function InvitationList({
  invitations,
  now,
  mayEdit,
  actions,
  suggestions,
}: {
  invitations: readonly PendingInvitation[];
  now: Date;
  mayEdit: boolean;
  actions: PeopleActions;
  suggestions: readonly string[];
}) {
  const guarded = useReauth();
  const [cancelling, setCancelling] = useState<PendingInvitation | null>(null);
  const [renewing, setRenewing] = useState<PendingInvitation | null>(null);
  if (invitations.length === 0)
    return (
      <EmptyState icon={<Mail />} title="No open invitations">
        Invited people appear here until they accept.
      </EmptyState>
    );
  return (
    <>
      <ul className="divide-y border-y">
        {invitations.map((invitation) => (
          <li key={invitation.id} className="flex flex-wrap items-center gap-x-6 gap-y-2 py-3">
            <div className="min-w-0 flex-1 basis-64">
              <p className="truncate font-medium">{invitation.email}</p>
              <p className="text-muted text-sm">
                {roleWords[invitation.role].label} · invited{" "}
                {invitation.invitedBy ? `by ${invitation.invitedBy} ` : ""}
                <RelativeTime at={invitation.createdAt} now={now} />
              </p>
              {invitation.endsWith ? (
                <p className="text-muted text-sm">{endWords(invitation.endsWith, invitation.isExpired)}</p>
              ) : null}
            </div>
            <div className="min-w-0 basis-48">
              <PermissionList permissions={invitation.permissions} />
            </div>
            <div className="basis-36">
              {invitation.isExpired ? (
                <Status tone="neutral">expired</Status>
              ) : (
                <span className="text-muted text-sm">
                  Expires <RelativeTime at={invitation.expiresAt} now={now} />
                </span>
              )}
            </div>
            {mayEdit ? (
              <div className="flex gap-2">
                <Button
                  size="sm"
                  {...InviteDialog.likely}
                  aria-label={`New link for ${invitation.email}`}
                  onClick={() => setRenewing(invitation)}
                >
                  New link
                </Button>
                <Button
                  size="sm"
                  variant="danger-ghost"
                  aria-label={`Cancel the invitation of ${invitation.email}`}
                  onClick={() => setCancelling(invitation)}
                >
                  Cancel
                </Button>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      {cancelling ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setCancelling(null)}
          title={`Cancel the invitation of ${cancelling.email}?`}
          description="Its link stops working at once."
          confirmLabel="Cancel invitation"
          cancelLabel="Keep it"
          onConfirm={async () => {
            const result = await guarded(() => actions.cancelInvitation({ invitationId: cancelling.id }));
            if (!result.ok) return result.refusal.message;
            toast.success(`The invitation of ${cancelling.email} is cancelled`);
            setCancelling(null);
          }}
        />
      ) : null}
      {renewing ? (
        <InviteDialog
          invite={actions.invite}
          initial={renewing}
          suggestions={suggestions}
          onClose={() => setRenewing(null)}
        />
      ) : null}
    </>
  );
}

/** What ends the link of a program's invitation, or ended it. */
function endWords(endsWith: "token" | "old_secret", isExpired: boolean): string {
  if (endsWith === "token")
    return "By a token: its link also ends when that token is rotated, disabled or deleted.";
  return isExpired
    ? "By a token that was rotated: its link ended with the old secret."
    : "By a token that is being rotated: its link ends with the old secret.";
}
