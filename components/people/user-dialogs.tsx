"use client";

import { PermissionsDialog, RoleDialog, TemplateDialog } from "@/components/people/dialogs-on-demand";
import { HandedLinkDialog } from "@/components/people/handed-link-dialog";
import type { PeopleActions } from "@/components/people/people-actions";
import { RemoveDialog } from "@/components/people/remove-dialog";
import { useReauth } from "@/components/reauth/reauth-provider";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format-count";
import { toast } from "@/components/ui/toast";
import { useReturnFocus } from "@/components/ui/use-return-focus";
import type { UserSummary } from "@/domain/access/people-views";
import type { Result } from "@/domain/result";

/** Which dialog is open, and about whom. */
export type UserTask = {
  readonly kind:
    | "role"
    | "permissions"
    | "rename"
    | "disable"
    | "remove"
    | "end_sessions"
    | "reset_link"
    | "second_factors";
  readonly user: UserSummary;
};

/** The dialogs of a user's row. */
export function UserDialogs({
  task,
  now,
  actions,
  suggestions,
  onClose,
}: {
  task: UserTask | null;
  now: Date;
  actions: PeopleActions;
  suggestions: readonly string[];
  onClose: () => void;
}) {
  const guarded = useReauth();
  useReturnFocus(task !== null);
  if (task === null) return null;
  const { kind, user } = task;
  // Resolves to the sentence that the dialog shows, or to nothing when it is done.
  const confirm = async <T,>(work: () => Promise<Result<T>>, done: (value: T) => void) => {
    const result = await guarded(work);
    if (!result.ok) return result.refusal.message;
    done(result.value);
    onClose();
  };
  const open = { open: true, onOpenChange: (next: boolean) => !next && onClose() };
  switch (kind) {
    case "role":
      return <RoleDialog user={user} changeRole={actions.changeRole} onClose={onClose} />;
    case "permissions":
      return (
        <PermissionsDialog
          user={user}
          suggestions={suggestions}
          changePermissions={actions.changePermissions}
          onClose={onClose}
        />
      );
    case "rename":
      return <TemplateDialog user={user} suggestions={suggestions} actions={actions} onClose={onClose} />;
    case "reset_link":
      return <HandedLinkDialog user={user} make={actions.makeResetLink} onClose={onClose} />;
    case "remove":
      return (
        <RemoveDialog
          user={user}
          now={now}
          actions={actions}
          onClose={onClose}
          onRemoved={() => {
            toast.success(`${user.name} is removed`);
            onClose();
          }}
        />
      );
    case "end_sessions":
      return (
        <ConfirmDialog
          {...open}
          title={`End the sessions of ${user.name}?`}
          description="They are signed out of this account everywhere, and can sign in again."
          confirmLabel="End sessions"
          onConfirm={() =>
            confirm(
              () => actions.endSessions({ userId: user.id }),
              ({ count }) =>
                toast.success(`Ended ${count} ${count === 1 ? "session" : "sessions"} of ${user.name}`),
            )
          }
        />
      );
    case "second_factors":
      return (
        <ConfirmDialog
          {...open}
          title={`Remove the second step of ${user.name}?`}
          description="For who has lost phone and recovery codes: make sure that it is them who ask. Their sessions end, and their password alone signs them in until they add an app again."
          confirmLabel="Remove second step"
          onConfirm={() =>
            confirm(
              () => actions.resetSecondFactors({ userId: user.id }),
              () => toast.success(`The second step of ${user.name} is removed`),
            )
          }
        />
      );
    case "disable":
      return (
        <ConfirmDialog
          {...open}
          title={`Disable ${user.name}?`}
          description={disableWords(user)}
          confirmLabel="Disable"
          onConfirm={() =>
            confirm(
              () => actions.disable({ userId: user.id }),
              () => toast.success(`${user.name} is disabled`),
            )
          }
        />
      );
  }
}

function disableWords(user: UserSummary): string {
  const tokens =
    user.tokens === 0
      ? "No token acts as this user."
      : `${user.tokens === 1 ? "The token that acts" : `The ${formatCount(user.tokens)} tokens that act`} as this user ${user.tokens === 1 ? "stops" : "stop"} working at once.`;
  return user.kind === "template"
    ? tokens
    : `Their sessions in this account end at once. ${tokens} You can enable them again.`;
}
